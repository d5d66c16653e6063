package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LoadCount;
import io.lynceus.model.ClusterStatus.Slave;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A slave is frozen by SIGSTOP: its connection stays open and falls silent. */
@Tag("story")
class FrozenSlaveIT {
  /** The promises are 2 s and 3 s; more is allowed for busy machines. */
  private static final Duration SUSPECTED_WITHIN = Duration.ofSeconds(4);

  private static final Duration REDISPATCHED_WITHIN = Duration.ofSeconds(6);

  private static final Duration LONG_BEFORE_ATTEMPTS_END = Duration.ofSeconds(40);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void aFrozenSlaveIsSuspectedAndItsUnitsGoToOthersUntilItResumes() throws Exception {
    try (Story story = Story.start(attentive("1m"))) {
      story.freezeInMidWork("slave-1");
      long start = System.nanoTime();
      story.awaitStatus(status -> state(status.slaves()) == Slave.State.SUSPECT);
      Duration suspected = Duration.ofNanos(System.nanoTime() - start);
      story.awaitReplies(3);
      Duration replied = Duration.ofNanos(System.nanoTime() - start);
      Duration redispatched = suspected.plusMillis(longest(story.redispatchMillis()));
      long wasted = story.status().attempts().wasted();

      story.process("slave-1").resume();
      story.awaitStatus(status -> state(status.slaves()) == Slave.State.READY);
      story.awaitStatus(status -> status.attempts().wasted() > wasted);
      story.awaitMidWork("slave-1");

      System.out.printf(
          "suspected after %d ms, its units with others after %d ms%n",
          suspected.toMillis(), redispatched.toMillis());
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(suspected).isLessThan(SUSPECTED_WITHIN);
      assertThat(redispatched).isLessThan(REDISPATCHED_WITHIN);
      assertThat(replied).isLessThan(LONG_BEFORE_ATTEMPTS_END);
    }
  }

  /** Empty when all its units had a second attempt already. */
  private static long longest(List<Long> millis) {
    return millis.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Default settings, except that a silent slave is cut off after {@code silence}. */
  private ClusterPlan attentive(String silence) {
    ClusterPlan patient = Story.patient(logs);
    return patient.withMaster(
        patient.master().with("slaves.suspect-after", "1800ms").with("slaves.silence", silence));
  }

  private static Slave.State state(List<Slave> slaves) {
    return slaves.stream()
        .filter(slave -> slave.name().equals("slave-1"))
        .map(Slave::state)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSlaveFrozenUntilItIsCutOffReconnects() throws Exception {
    try (Story story = Story.start(attentive("5s"))) {
      story.freezeInMidWork("slave-1");
      story.awaitStatus(status -> status.slaves().size() == 1);
      story.process("slave-1").resume();
      story.awaitMidWork("slave-1");
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }
}
