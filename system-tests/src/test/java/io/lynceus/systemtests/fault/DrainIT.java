package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LoadCount;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.Reply.Status;
import io.lynceus.systemtests.TestImages;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load, and slaves that join late. */
@Tag("story")
class DrainIT {
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void aTerminatedSlaveFinishesItsUnitsFirst() throws Exception {
    try (Story story = Story.start(Story.patient(logs), 6)) {
      story.awaitMidWork("slave-1");
      long again = story.status().attempts().again();
      story.process("slave-1").terminate();
      assertThat(story.process("slave-1").awaitExit(DRAINED_WITHIN)).isZero();
      story.awaitReplies(10);
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(story.status().attempts().again())
          .as("units that other slaves had to repeat")
          .isEqualTo(again);
    }
  }

  @Test
  void aTerminatedMasterRepliesToEveryAcceptedImage() throws Exception {
    try (Story story = Story.start(Story.patient(logs), 20)) {
      Tasks before = story.status().tasks();
      long accepted = before.complete() + before.waiting() + before.running();
      story.process("master").terminate();
      assertThat(story.process("master").awaitExit(DRAINED_WITHIN)).isZero();
      await().atMost(Story.TIMEOUT).until(() -> complete(story) >= accepted);
      // There is no master: what is still on its way is here in no time, and the rest never comes.
      LoadCount count = story.load.finish(Duration.ofSeconds(1));
      System.out.println("  " + count);
      assertThat(count.doubled() + count.misplaced()).isZero();
      assertThat(count.partial()).isZero();
      assertThat(before.running()).isPositive();
      assertThat(count.complete()).as("what was accepted").isGreaterThanOrEqualTo(accepted);
    }
  }

  private static long complete(Story story) {
    return story.load.replies().stream().filter(reply -> reply.status() == Status.COMPLETE).count();
  }

  @Test
  void aMasterThatEndsDuringWorkDoesNotSuspectItsUnits() throws Exception {
    byte[] image = TestImages.jpeg(640, 480, 1);
    ClusterPlan patient = Story.patient(logs);
    ClusterPlan hasty = patient.withMaster(patient.master().with("tasks.drain", "1s"));
    try (Story story = Story.start(hasty, 20, number -> image, Ask.DEFAULT)) {
      story.freezeInMidWork("slave-1");
      story.freezeInMidWork("slave-2");
      story.process("master").terminate();
      assertThat(story.process("master").awaitExit(DRAINED_WITHIN)).isZero();
      story.process("slave-1").kill();
      story.process("slave-2").kill();
      assertThat(logs.resolve("quarantine")).doesNotExist();
    }
  }

  @Test
  void aSlaveThatJoinsLateGetsWork() throws Exception {
    try (Story story = Story.start(Story.patient(logs).withSlaves(1), 6)) {
      story.cluster.addSlave();
      story.awaitStatus(
          status ->
              status.slaves().stream()
                  .anyMatch(slave -> slave.name().equals("slave-2") && slave.unitsDone() > 0));
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }
}
