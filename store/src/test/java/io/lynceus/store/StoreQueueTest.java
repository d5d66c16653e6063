package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.store.result.StoredResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ENOUGH = 16;

  private final StoreQueue queue = new StoreQueue();
  private final Thread writer = new Thread(this::gather, "writer");

  private void gather() {
    try {
      queue.gather(TimeUnit.DAYS.toNanos(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeEach
  void waitForMore() throws InterruptedException {
    add(1);
    writer.start();
    await().atMost(PATIENCE).until(() -> writer.getState() == Thread.State.TIMED_WAITING);
  }

  @AfterEach
  void stop() {
    writer.interrupt();
  }

  private void add(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(queue.put(TestResults.person("a" + i, TestResults.START, "yard"))).isTrue();
    }
  }

  @Test
  void whereThereAreEnoughNoMoreAreWaitedFor() throws Exception {
    add(ENOUGH - 2);
    assertThat(writer.isAlive()).as("one is missing").isTrue();
    add(1);
    writer.join();
    assertThat(queue.batch()).hasSize(ENOUGH);
  }

  @Test
  void whereThereIsNoneNoMoreAreWaitedFor() throws Exception {
    StoreQueue empty = new StoreQueue();
    empty.gather(TimeUnit.DAYS.toNanos(1));
    assertThat(empty.batch()).isEmpty();
  }

  @Test
  void whoWaitsForWhatFollowsEndsTheWait() throws Exception {
    assertThat(queue.put(() -> {})).isTrue();
    writer.join();
    assertThat(queue.batch()).hasSize(1);
    assertThat(queue.task()).isPresent();
  }

  @Test
  void aStillThatShowsAnEventIsNotHeldBack() throws Exception {
    StoredResult still = TestResults.person("e", TestResults.START, "yard");
    assertThat(
            queue.put(
                new StoredResult(
                    still.facts(), still.original(), still.thumbnail(), Optional.of(true))))
        .isTrue();
    writer.join();
    assertThat(queue.batch()).hasSize(2);
  }

  @Test
  void theEndEndsTheWait() throws Exception {
    queue.close();
    writer.join();
    assertThat(queue.batch()).hasSize(1);
  }
}
