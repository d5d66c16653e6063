package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.status.DrainCommand;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.ClusterStatus.Slave;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Restarts all slaves one by one under load, as {@code docs/draining.md} says. */
@Tag("story")
@Tag("beside")
class RollingRestartIT {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void aRollingRestartWithTwoVersionsLosesNoImageAndRepeatsNoUnit() throws Exception {
    ClusterPlan plan =
        Story.patient(logs)
            .withSlave("slave-2", ProcessPlan.DEFAULT.withMainClass(DebugSlave.class));
    try (Story story = Story.start(plan)) {
      assertThat(story.status().slaves()).extracting(Slave::version).doesNotHaveDuplicates();
      long again = story.status().attempts().again();
      for (String slave : story.cluster.slaves()) {
        restart(story, slave);
      }
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(story.status().attempts().again()).as("units done again").isEqualTo(again);
    }
  }

  private static void restart(Story story, String name) throws Exception {
    String master = "--master=127.0.0.1:" + story.cluster.tasksPort();
    DrainCommand drain = new DrainCommand(story.cluster.administratorsEnvironment());
    assertThat(new CommandLine(drain).execute(master, "--wait", name)).isZero();
    long done = unitsDone(story, name);
    story.awaitReplies(4);
    assertThat(unitsDone(story, name)).as("units of a drained slave").isEqualTo(done);
    story.process(name).terminate();
    story.process(name).awaitExit(ENDED_WITHIN);
    story.cluster.restartSlave(name).awaitAnnouncement(Story.TIMEOUT);
    story.awaitStatus(
        status ->
            status.slaves().stream()
                .anyMatch(slave -> slave.name().equals(name) && slave.unitsDone() > 0));
  }

  private static long unitsDone(Story story, String name) throws Exception {
    return story.slave(name).orElseThrow().unitsDone();
  }
}
