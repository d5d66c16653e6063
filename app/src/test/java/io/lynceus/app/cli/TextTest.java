package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.Headlines;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aPictureInWhichNothingCanBeSeenSaysSo() {
    PictureCondition condition =
        PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(29976, 30024)));
    ImageInfo image = new ImageInfo(ImageFormat.PNG, 320, 240, 1, "");
    Reply reply =
        new Reply(
            "t",
            Optional.empty(),
            Status.COMPLETE,
            Optional.empty(),
            Optional.of(image.withCondition(condition.withFlat(true))),
            StillInfo.UNKNOWN,
            new Results(Map.of("person", Optional.empty()), Map.of()),
            Optional.empty());
    assertThat(Text.of("a.png", reply))
        .isEqualTo("a.png: 320x240, levels 29976 to 30024, NOTHING CAN BE SEEN, person unknown");
  }

  @Test
  void onATerminalWhatIsNotCompleteHasAColour() {
    Style terminal = new Style(80, 24, true);
    Reply rejected =
        Reply.rejected(Optional.empty(), new Rejection(RejectionCode.CORRUPT, "broken"));
    assertThat(Text.of("a.jpg", rejected, terminal))
        .isEqualTo("a.jpg: \u001b[31mREJECTED CORRUPT\u001b[0m: broken");
    Reply partial =
        new Reply(
            "t",
            Optional.empty(),
            Status.PARTIAL,
            Optional.empty(),
            Optional.empty(),
            StillInfo.UNKNOWN,
            new Results(Map.of("face", Optional.empty()), Map.of()),
            Optional.empty());
    assertThat(Text.of("a.jpg", partial, terminal))
        .isEqualTo("a.jpg: \u001b[33mPARTIAL\u001b[0m face \u001b[35munknown\u001b[0m");
    assertThat(Text.of("a.jpg", partial)).isEqualTo("a.jpg: PARTIAL face unknown");
  }

  @Test
  void cornersThatAreCountedLookLikeThoseThatAreThere() {
    Findings corners = Findings.ofPoints(List.of(new StrongPoint(1, 2, 3)));
    assertThat(Headlines.of(Analysis.CORNERS, corners)).containsExactly("corners 1");
    assertThat(Headlines.of(Analysis.CORNERS, corners.withoutPoints()))
        .containsExactly("corners 1");
  }

  @Test
  void controlCharactersOfANameDoNotReachTheTerminal() {
    Reply reply =
        Reply.rejected(Optional.empty(), new Rejection(RejectionCode.CORRUPT, "a\u001b[2Jb"));
    assertThat(Text.of("x\n\u202eé.jpg", reply))
        .isEqualTo("x\\u000a\\u202eé.jpg: REJECTED CORRUPT: a\\u001b[2Jb");
  }
}
