package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadGenerator.ReceivedReply;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  /**
   * Kills in quick succession may hit the same unit twice, which looks like an image that kills
   * slaves: its outcome is then {@code poison}, and it still gets exactly one reply.
   */
  @Test
  void killsThatHitAnImageTwiceLoseNothing() throws Exception {
    try (Story story = Story.start(Story.patient(logs).withSlaves(SLAVES))) {
      for (int kill = 0; kill < KILLS; kill++) {
        kill(story, kill);
      }
      count(story);
      assertThat(story.load.replies())
          .filteredOn(reply -> reply.status() != Reply.Status.COMPLETE)
          .extracting(ReceivedReply::outcomes)
          .allSatisfy(outcomes -> assertThat(outcomes).isSubsetOf(Outcome.OK, Outcome.POISON));
    }
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
