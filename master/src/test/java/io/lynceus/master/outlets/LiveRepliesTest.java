package io.lynceus.master.outlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.http.BodySource;
import io.lynceus.console.live.LiveView;
import io.lynceus.console.live.ThumbnailForm;
import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.Thumbnail;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveRepliesTest {
  @Test
  void thumbnailsAreMadeWhileSomebodyWatches() {
    try (LiveView view = LiveView.start()) {
      LiveReplies live = new LiveReplies(view);
      assertThat(live.needThumbnails()).isFalse();
      BodySource body = view.watch(ThumbnailForm.PATH, () -> true).orElseThrow();
      assertThat(live.needThumbnails()).isTrue();
      body.close();
      assertThat(live.needThumbnails()).isFalse();
    }
  }

  @Test
  void theViewGetsTheThumbnail() {
    Thumbnail thumbnail = new Thumbnail(new byte[] {1, 2});
    SlaveManager task = Images.task();
    Reply reply =
        Reply.rejected(task.request().ask(), new Rejection(RejectionCode.BUSY, "for a test"));
    try (LiveView view = LiveView.start()) {
      task.keepThumbnail(Optional.of(thumbnail));
      new LiveReplies(view).taskReplied(task, reply);
      assertThat(view.thumbnail(1)).contains(thumbnail);
    }
  }
}
