package io.lynceus.master.outlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.Thumbnail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutletsTest {
  private static final Thumbnail THUMBNAIL = new Thumbnail(new byte[5000]);

  private final CountDownLatch release = new CountDownLatch(1);

  /** Keeps what it hears, once it is released. */
  private class Keeping implements Outlet {
    private final boolean needsThumbnail;
    private final List<GivenReply> heard = new CopyOnWriteArrayList<>();

    Keeping(boolean needsThumbnail) {
      this.needsThumbnail = needsThumbnail;
    }

    @Override
    public OutletConfig config() {
      return new OutletConfig("kept", 10, 1 << 20, false);
    }

    @Override
    public boolean needsThumbnail() {
      return needsThumbnail;
    }

    @Override
    public void hear(GivenReply reply) throws InterruptedException {
      release.await();
      heard.add(reply);
    }
  }

  @Test
  void anOutletIsGivenTheThumbnailIfItNeedsIt() {
    Keeping with = new Keeping(true);
    Keeping without = new Keeping(false);
    try (Outlets outlets = new Outlets(List.of(without, with))) {
      assertThat(outlets.needThumbnails()).isTrue();
      SlaveManager task = Images.task();
      Reply reply = reply(task);
      outlets.taskReplied(task, reply);
      task.keepThumbnail(Optional.of(THUMBNAIL));
      outlets.taskReplied(task, reply);

      assertThat(outlets.queues())
          .extracting(OutletQueue::heldBytes)
          .as("the thumbnail counts where it is")
          .containsExactly(2 * reply.heapBytes(), 2 * reply.heapBytes() + THUMBNAIL.size());
      release.countDown();
      await().until(() -> with.heard.size() + without.heard.size() == 4);
    }
    assertThat(with.heard)
        .extracting(GivenReply::thumbnail)
        .containsExactly(Optional.empty(), Optional.of(THUMBNAIL));
    assertThat(without.heard).extracting(GivenReply::thumbnail).containsOnly(Optional.empty());
  }

  @Test
  void anOutletIsNotToldOfWhatDoesNotConcernIt() {
    AtomicInteger announced = new AtomicInteger();
    Keeping others =
        new Keeping(false) {
          @Override
          public boolean concerns(Reply reply) {
            return reply.still().camera().isPresent();
          }

          @Override
          public void announce() {
            announced.incrementAndGet();
          }
        };
    SlaveManager task = Images.task();
    try (Outlets outlets = new Outlets(List.of(others))) {
      outlets.replyMade(task, reply(task));
      outlets.taskReplied(task, reply(task));
      assertThat(outlets.queues().get(0).waiting()).isZero();
      release.countDown();
    }
    assertThat(announced).hasValue(0);
    assertThat(others.heard).isEmpty();
  }

  @Test
  void whereNoOutletNeedsThumbnailsNoneIsWanted() {
    try (Outlets outlets = new Outlets(List.of(new Keeping(false)))) {
      assertThat(outlets.needThumbnails()).isFalse();
    }
    release.countDown();
  }

  private static Reply reply(SlaveManager task) {
    return Reply.rejected(
        task.request().ask(), new Rejection(RejectionCode.BUSY, "for a test", Optional.empty()));
  }
}
