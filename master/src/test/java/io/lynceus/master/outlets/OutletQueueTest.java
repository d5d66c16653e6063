package io.lynceus.master.outlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutletQueueTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private OutletQueue queue = new OutletQueue(new OutletConfig("test", 3, 100, false));

  @AfterEach
  void close() {
    release.countDown();
    queue.close();
  }

  @Test
  void aFullQueueDropsTheNewestAndHearsTheOthersInTheirOrder() {
    block(1);
    assertThat(offer("a", 1)).isTrue();
    assertThat(offer("b", 1)).isTrue();
    assertThat(offer("c", 1)).as("the fourth of three").isFalse();
    assertThat(queue.waiting()).isEqualTo(3);
    assertThat(queue.dropped()).isEqualTo(1);

    release.countDown();
    await().until(() -> queue.delivered() == 3);
    assertThat(heard).containsExactly("a", "b");
    assertThat(offer("d", 1)).isTrue();
  }

  @Test
  void theBytesOfWhatWaitsAreBoundedAndGivenBack() {
    block(40);
    assertThat(offer("61 more are too many", 61)).isFalse();
    assertThat(offer("60 more fit", 60)).isTrue();
    assertThat(queue.heldBytes()).isEqualTo(100);

    release.countDown();
    await().until(() -> queue.delivered() == 2);
    assertThat(queue.heldBytes()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void anItemThatIsTooLargeHasTheQueueToItself() {
    block(101);
    assertThat(offer("one more", 0)).isFalse();
    assertThat(queue.waiting()).isEqualTo(1);
  }

  @Test
  void anItemThatThrowsIsCountedAndTheNextIsHeard() {
    queue.offer(
        1,
        () -> {
          throw new IOException("the disk is full");
        });
    offer("next", 1);
    await().until(() -> queue.delivered() == 1);
    assertThat(queue.failed()).isEqualTo(1);
    assertThat(heard).containsExactly("next");
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void aLackOfMemoryReachesTheHandlerThatEndsADaemon() {
    List<Throwable> told = new CopyOnWriteArrayList<>();
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.add(thrown));
    try {
      queue.offer(
          1,
          () -> {
            throw new OutOfMemoryError("for a test");
          });
      queue.offer(
          1,
          () -> {
            throw new IOException(new OutOfMemoryError("for a test"));
          });
      offer("next", 1);
      await()
          .dontCatchUncaughtExceptions() // it would replace the handler
          .until(() -> queue.delivered() == 1 && told.size() == 2);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(queue.failed()).isEqualTo(2);
  }

  @Test
  void aRequiredOutletIsFullAtItsBoundsAndDropsNothingBeyondThem() {
    queue = new OutletQueue(new OutletConfig("required", 2, 100, true));
    block(1);
    assertThat(queue.isFull()).isFalse();
    offer("a", 1);
    assertThat(queue.isFull()).as("two of two").isTrue();
    assertThat(offer("b", 1)).isTrue();

    release.countDown();
    await().until(() -> queue.delivered() == 3);
    assertThat(heard).containsExactly("a", "b");
    assertThat(queue.isFull()).isFalse();
  }

  @Test
  void aRequiredOutletIsFullByItsBytesToo() {
    queue = new OutletQueue(new OutletConfig("required", 10, 100, true));
    block(99);
    assertThat(queue.isFull()).isFalse();
    offer("a", 1);
    assertThat(queue.isFull()).isTrue();
  }

  @Test
  void closingHearsWhatWaitsAndTakesNothingMore() {
    offer("a", 1);
    offer("b", 1);
    queue.close();
    assertThat(heard).containsExactly("a", "b");
    assertThat(offer("late", 1)).isFalse();
    assertThat(queue.dropped()).isEqualTo(1);
  }

  @Test
  void anOutletThatBlocksForEverAndCannotBeInterruptedDoesNotHoldUpTheEnd() {
    CountDownLatch interrupted = new CountDownLatch(1);
    queue.offer(
        1,
        () -> {
          while (release.getCount() > 0) {
            try {
              release.await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          }
        });
    offer("behind it", 1);
    queue.close();

    await().until(() -> interrupted.getCount() == 0);
    assertThat(heard).isEmpty();
    assertThat(queue.delivered()).as("it still blocks").isZero();
    assertThat(queue.dropped()).isEqualTo(1);
  }

  /** The outlet's thread is in this item until {@link #release}. */
  private void block(long bytes) {
    assertThat(queue.offer(bytes, release::await)).isTrue();
  }

  private boolean offer(String item, long bytes) {
    return queue.offer(bytes, () -> heard.add(item));
  }
}
