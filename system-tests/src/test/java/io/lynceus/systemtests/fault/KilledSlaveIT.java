package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadGenerator.Answer;
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

/** Slaves die by SIGKILL while they work. {@code -Dfault.kills=1000} is the long run. */
@Tag("story")
class KilledSlaveIT {
  private static final int KILLS = Integer.getInteger("fault.kills", 6);
  private static final int SLAVES = 3;
  private static final Duration REDISPATCHED_WITHIN = Duration.ofMillis(100);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  /** No image meets two kills: each is answered in full. */
  @Test
  void nothingIsLostWhenSlavesAreKilledInMidWorkAgainAndAgain() throws Exception {
    try (Story story = Story.begin(Story.patient(logs).withSlaves(SLAVES))) {
      for (int kill = 0; kill < KILLS; kill++) {
        kill(story, kill);
        story.awaitWhatIsUnderWay();
      }
      LoadCount count = count(story);
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }

  /**
   * Kills as fast as slaves come back may hit the same unit twice, which nobody can tell from an
   * image that kills slaves: its reply then says so, and still is the only one.
   */
  @Test
  void nothingIsLostWhenKillsMeetTheSameImageTwice() throws Exception {
    try (Story story = Story.begin(Story.patient(logs).withSlaves(SLAVES))) {
      for (int kill = 0; kill < KILLS; kill++) {
        kill(story, kill);
      }
      count(story);
      assertThat(story.load.answers())
          .filteredOn(answer -> answer.status() != Reply.Status.COMPLETE)
          .extracting(Answer::outcomes)
          .allSatisfy(outcomes -> assertThat(outcomes).isSubsetOf(Outcome.OK, Outcome.POISON));
    }
  }

  /** One unit at a time, and idle slaves: none has to wait for a place. */
  @Test
  void theUnitOfADeadSlaveIsWithAnotherAtOnce() throws Exception {
    Ask oneUnit = Ask.DEFAULT.withAnalyses(List.of(Analysis.OBJECTS));
    try (Story story =
        Story.begin(Story.patient(logs).withSlaves(SLAVES), 1, new ReferenceImages(), oneUnit)) {
      story.awaitAnswers(5);
      for (int kill = 1; kill < SLAVES; kill++) {
        story.killInMidWork(story.anyAtWork());
        story.awaitWhatIsUnderWay();
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
