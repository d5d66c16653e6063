package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.ClusterPlan;
import io.lynceus.app.LoadCount;
import io.lynceus.protocol.reply.ClusterStatus.Slave;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A slave is frozen by SIGSTOP: its connection stays, it says nothing. */
class FrozenSlaveIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void aFrozenSlaveIsSuspectedItsUnitsGoToOthersAndItServesAgain() throws Exception {
    try (Story story = Story.begin(attentive())) {
      story.awaitMidWork("slave-1");
      long start = System.nanoTime();
      story.process("slave-1").stop();
      story.awaitStatus(status -> state(status.slaves()) == Slave.State.SUSPECT);
      Duration suspected = Duration.ofNanos(System.nanoTime() - start);
      story.awaitAnswers(3);
      Duration redispatched = Duration.ofNanos(System.nanoTime() - start);
      long wasted = story.status().attempts().wasted();

      story.process("slave-1").resume();
      story.awaitStatus(status -> state(status.slaves()) == Slave.State.READY);
      story.awaitStatus(status -> status.attempts().wasted() > wasted);
      story.awaitMidWork("slave-1");

      System.out.printf(
          "suspected after %d ms, answers without it after %d ms; units given within %s ms%n",
          suspected.toMillis(), redispatched.toMillis(), story.redispatchMillis());
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(suspected).isLessThan(Duration.ofSeconds(4));
      assertThat(redispatched).isLessThan(Duration.ofSeconds(6));
    }
  }

  private ClusterPlan attentive() {
    ClusterPlan patient = Story.patient(logs);
    return patient.withMaster(
        patient.master().with("slaves.suspect-after", "1800ms").with("slaves.silence", "5s"));
  }

  private static Slave.State state(List<Slave> slaves) {
    return slaves.stream()
        .filter(slave -> slave.name().equals("slave-1"))
        .map(Slave::state)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSlaveFrozenUntilItIsCutOffComesBackByItself() throws Exception {
    try (Story story = Story.begin(attentive())) {
      story.awaitMidWork("slave-1");
      story.process("slave-1").stop();
      story.awaitStatus(status -> status.slaves().size() == 1);
      story.process("slave-1").resume();
      story.awaitMidWork("slave-1");
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }
}
