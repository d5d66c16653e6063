package io.lynceus.master.outlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.http.BodySource;
import io.lynceus.console.live.LiveView;
import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.Thumbnail;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveOutletTest {
  @Test
  void thumbnailsAreMadeWhileSomebodyWatches() {
    try (LiveView view = LiveView.start()) {
      LiveOutlet outlet = new LiveOutlet(view);
      assertThat(outlet.needsThumbnail()).isFalse();
      BodySource body = view.watch(() -> true).orElseThrow();
      assertThat(outlet.needsThumbnail()).isTrue();
      body.close();
      assertThat(outlet.needsThumbnail()).isFalse();
      assertThat(outlet.takesThumbnail()).as("for who watches later").isTrue();
    }
  }

  @Test
  void theViewGetsTheThumbnail() {
    Thumbnail thumbnail = new Thumbnail(new byte[] {1, 2});
    SlaveManager task = Images.task();
    Reply reply =
        Reply.rejected(task.request().ask(), new Rejection(RejectionCode.BUSY, "for a test"));
    try (LiveView view = LiveView.start()) {
      new LiveOutlet(view)
          .hear(
              new GivenReply(
                  task.request().ask(), reply, Optional.empty(), Optional.of(thumbnail)));
      assertThat(view.thumbnail(1)).contains(thumbnail);
    }
  }
}
