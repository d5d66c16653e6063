package io.lynceus.master.dispatch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlatPicturesTest {
  private final List<String> lines = new ArrayList<>();
  private final SlaveManager task = Images.task();
  private long now = -5;
  private final FlatPictures pictures = new FlatPictures(() -> now, lines::add);

  @Test
  void aFlatPictureIsLoggedWithItsId() {
    pictures.taskReplied(task, reply(false));
    assertThat(lines).isEmpty();

    pictures.taskReplied(task, reply(true));
    assertThat(lines)
        .containsExactly(
            "nothing can be seen in the picture of image " + task.id() + ": its counts are null");
  }

  @Test
  void aCoveredCameraDoesNotFillTheLog() {
    for (int i = 0; i < 100; i++) {
      pictures.taskReplied(task, reply(true));
    }
    assertThat(lines).hasSize(1);

    now += Duration.ofSeconds(10).toNanos();
    pictures.taskReplied(task, reply(true));
    assertThat(lines).hasSize(2).last().asString().endsWith(" (and 99 others meanwhile)");
  }

  private static Reply reply(boolean flat) {
    PictureCondition condition = PictureCondition.SOUND.withFlat(flat);
    return new Reply(
        "t",
        Optional.empty(),
        Status.COMPLETE,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.PNG, 1, 1, 1, "").withCondition(condition)),
        StillInfo.UNKNOWN,
        Results.NONE,
        Optional.empty());
  }
}
