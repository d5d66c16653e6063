package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.slave.work.ParallelRuns.Turn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ParallelRunsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ParallelRuns runs = new ParallelRuns(1, LONG);

  /** A turn that another thread waits for. */
  private CompletableFuture<Turn> waiting() {
    int before = runs.waiting();
    CompletableFuture<Turn> turn =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return runs.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> new Thread(task).start());
    await().until(() -> turn.isDone() || runs.waiting() > before);
    return turn;
  }

  @Test
  void unitsTakeTurnsInTheOrderInWhichTheyCome() throws Exception {
    Turn first = runs.await();
    CompletableFuture<Turn> second = waiting();
    CompletableFuture<Turn> third = waiting();
    assertThat(second).isNotDone();
    first.close();
    await().until(second::isDone);
    assertThat(third).isNotDone();
    second.join().close();
    await().until(third::isDone);
  }

  @Test
  void aTurnThatIsGivenBackTwiceLetsOneGoOn() throws Exception {
    Turn first = runs.await();
    CompletableFuture<Turn> second = waiting();
    CompletableFuture<Turn> third = waiting();
    first.close();
    first.close();
    await().until(second::isDone);
    assertThat(third).isNotDone();
  }

  @Test
  void aLargerBoundLetsThoseThatWaitGoOn() throws Exception {
    runs.await();
    CompletableFuture<Turn> second = waiting();
    runs.bound(2);
    await().until(second::isDone);
    assertThat(waiting()).isNotDone();
  }

  @Test
  void aSmallerBoundCountsAsSoonAsEnoughHaveEnded() throws Exception {
    runs.bound(3);
    Turn first = runs.await();
    Turn second = runs.await();
    Turn third = runs.await();
    runs.bound(1);
    CompletableFuture<Turn> fourth = waiting();
    first.close();
    second.close();
    assertThat(runs.waiting()).isEqualTo(1);
    third.close();
    await().until(fourth::isDone);
  }

  @Test
  void aUnitThatHangsKeepsNoOtherFromRunningForLong() throws Exception {
    ParallelRuns hasty = new ParallelRuns(1, Duration.ofMillis(20));
    hasty.await();
    Turn second = hasty.await();
    second.close();
    assertThat(hasty.free()).as("the second took no turn that it could give back").isZero();
  }
}
