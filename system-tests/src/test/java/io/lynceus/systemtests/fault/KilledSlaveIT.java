package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.Confined;
import io.lynceus.model.Reply;
import io.lynceus.systemtests.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Slaves are killed by SIGKILL while they work. {@code -Dfault.kills=1000} makes it a long run. */
@Tag("story")
class KilledSlaveIT {
  private static final int KILLS = Integer.getInteger("fault.kills", 6);
  private static final int SLAVES = 3;
  private static final Duration REDISPATCHED_WITHIN = Duration.ofMillis(100);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  /** No image meets two kills, so every reply is complete. */
  @Test
  void repeatedKillsDuringWorkLoseNothing() throws Exception {
    try (Story story = Story.start(Story.patient(logs).withSlaves(SLAVES))) {
      for (int kill = 0; kill < KILLS; kill++) {
        kill(story, kill);
        story.awaitPendingReplies();
      }
      LoadCount count = count(story);
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }

  /** Kills in quick succession hit some unit twice, which then runs in a JVM of its own. */
  @Test
  void killsThatHitAnImageTwiceLoseNothing() throws Exception {
    try (Story story = Story.start(Story.patient(logs).withSlaves(SLAVES))) {
      for (int kill = 0; kill < KILLS; kill++) {
        kill(story, kill);
      }
      LoadCount count = count(story);
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }

  @Test
  void aUnitThatIsKilledTwiceFromOutsideComesBackOk() throws Exception {
    ProcessPlan holding = ProcessPlan.DEFAULT.withMainClass(DebugSlave.class);
    try (LocalCluster cluster =
            LocalCluster.start(Story.patient(logs).withSlaves(SLAVES).withSlave(holding));
        TaskClient client = TaskClient.connect(cluster.client())) {
      var reply = client.submit(TestImages.jpeg(DebugSlave.HELD_SIDE, 240, 1), Ask.DEFAULT);
      List<String> left = new ArrayList<>(cluster.slaves());
      for (int kill = 0; kill < 2; kill++) {
        String holder =
            await()
                .atMost(Story.TIMEOUT)
                .until(() -> holder(cluster, left), Optional::isPresent)
                .orElseThrow();
        cluster.process(holder).kill();
        left.remove(holder);
      }
      Reply done = reply.get(Story.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      System.out.printf("two kills; %s%n", done.timing().orElseThrow());
      assertThat(done.status()).isEqualTo(Reply.Status.COMPLETE);
      assertThat(TaskClient.status(cluster.client()).attempts().confined())
          .isEqualTo(new Confined(1, 0));
    }
  }

  private static Optional<String> holder(LocalCluster cluster, List<String> slaves)
      throws IOException {
    for (String slave : slaves) {
      if (cluster.process(slave).countLines(DebugSlave.HELD) > 0) {
        return Optional.of(slave);
      }
    }
    return Optional.empty();
  }

  /** One unit at a time and idle slaves, so that no unit has to wait for a slot. */
  @Test
  void aDeadSlavesUnitIsGivenToAnotherAtOnce() throws Exception {
    Ask oneUnit = Ask.DEFAULT.withAnalyses(List.of(Analysis.OBJECTS));
    try (Story story =
        Story.start(Story.patient(logs).withSlaves(SLAVES), 1, new ReferenceImages(), oneUnit)) {
      story.awaitReplies(5);
      for (int kill = 1; kill < SLAVES; kill++) {
        story.killInMidWork(story.anyAtWork());
        story.awaitPendingReplies();
      }
      LoadCount count = count(story);
      assertThat(count.complete()).isEqualTo(count.sent());
      Attempts attempts = story.status().attempts();
      assertThat(attempts.again()).isEqualTo(SLAVES - 1);
      assertThat(attempts.againLongest()).isLessThan(REDISPATCHED_WITHIN);
    }
  }

  private static void kill(Story story, int number) throws Exception {
    String victim = "slave-" + (1 + number % SLAVES);
    story.killInMidWork(victim);
    story.cluster.restartSlave(victim);
  }

  private static LoadCount count(Story story) throws Exception {
    LoadCount count = story.count();
    List<Long> redispatch = story.redispatchMillis();
    System.out.printf(
        "%d images, %d partial; longest wait of a unit that was given again %d ms; all of a slave's"
            + " units given again within, in ms: %s%n",
        count.sent(),
        count.partial(),
        story.status().attempts().againLongest().toMillis(),
        redispatch);
    return count;
  }
}
