package io.lynceus.client.report;

import static io.lynceus.common.page.FindingKind.BAG;
import static io.lynceus.common.page.FindingKind.FACE;
import static io.lynceus.common.page.FindingKind.PERSON;
import static io.lynceus.common.page.FindingKind.VEHICLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.Replies;
import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.PictureCondition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureCountsTest {
  private static final EnumSet<FindingKind> ALL = EnumSet.allOf(FindingKind.class);

  @Test
  void whatWasLookedForAndNotFoundIsKnown() {
    PictureCounts counts = PictureCounts.of(objects("car", "truck", "person"), ALL);
    assertThat(counts.found()).containsOnlyKeys(PERSON, VEHICLE).containsEntry(VEHICLE, 2);
    assertThat(counts.known()).contains(BAG).doesNotContain(FACE);
    assertThat(counts.unknown()).isEmpty();
    assertThat(counts.isUnsure()).isFalse();
  }

  @Test
  void whatIsMaskedOrFilteredDoesNotCount() {
    Box box = new Box(1, 1, 5, 5);
    Findings found =
        Findings.ofDetections(
            "m",
            List.of(
                Detection.labelled("person", 1, box),
                Detection.labelled("person", 1, box).withMarks(Marks.masked("tree")),
                Detection.labelled("car", 1, box).withMarks(Marks.filtered("min-area"))));
    PictureCounts counts =
        PictureCounts.of(Replies.of(40, 20, new Replies.Found(Analysis.OBJECTS, found)), ALL);
    assertThat(counts.found()).containsExactly(Map.entry(PERSON, 1));
  }

  @Test
  void anAnalysisWithoutAResultMakesItsKindsUnknown() {
    PictureCounts counts = PictureCounts.of(Replies.withoutFaces(40, 20, "too late"), ALL);
    assertThat(counts.unknown()).containsExactly(FACE);
    assertThat(counts.causes()).containsExactly("faces: timeout");
  }

  @Test
  void ofARejectedPictureNothingIsKnown() {
    Reply rejected = Replies.rejected(RejectionCode.CORRUPT, "broken");
    assertThat(PictureCounts.of(rejected, ALL).unknown()).isEqualTo(ALL);
    ReportContext persons =
        new ReportContext("1", Ask.DEFAULT.withOption("labels", "person,handbag"));
    assertThat(PictureCounts.of(rejected, persons.wanted()).unknown())
        .containsExactly(PERSON, FACE, BAG);
  }

  @Test
  void whatIsFoundInADamagedPictureIsALeast() {
    Reply sound = objects("person");
    Reply damaged =
        sound.withImage(
            sound
                .image()
                .map(image -> image.withCondition(PictureCondition.damaged(Optional.of(0.4)))));
    PictureCounts counts = PictureCounts.of(damaged, ALL);
    assertThat(counts.found()).containsEntry(PERSON, 1);
    assertThat(counts.unknown()).contains(PERSON, BAG);
    assertThat(counts.known()).isEmpty();
    assertThat(counts.causes()).containsExactly("damaged file");
  }

  @Test
  void aLabelThatTwoAnalysesFindCountsOnce() {
    Detection face = Detection.labelled("face", 0.9f, new Box(1, 1, 5, 5));
    Reply reply =
        Replies.of(
            40,
            20,
            new Replies.Found(
                Analysis.OBJECTS, Findings.ofDetections("model", List.of(face, face))),
            Replies.face(1, 1, 5, 5));
    assertThat(PictureCounts.of(reply, ALL).found()).containsEntry(FACE, 2);
  }

  private static Reply objects(String... labels) {
    List<Detection> boxes =
        Arrays.stream(labels)
            .map(label -> Detection.labelled(label, 0.9f, new Box(1, 1, 5, 5)))
            .toList();
    return Replies.of(
        40, 20, new Replies.Found(Analysis.OBJECTS, Findings.ofDetections("model", boxes)));
  }
}
