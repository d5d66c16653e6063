package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadCount.ReplyTimes;
import io.lynceus.cluster.LoadGenerator.ReceivedReply;
import io.lynceus.cluster.Slowdown;
import io.lynceus.model.ClusterStatus.Attempts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One slave runs ten times slower. {@code -Dfault.answers=2000} makes it a long run. */
@Tag("story")
class SlowSlaveIT {
  private static final int REPLIES = Integer.getInteger("fault.answers", 100);
  private static final int FACTOR = 10;

  /** The promise is 2; more is allowed for busy machines. */
  private static final double TOLERATED = 5;

  private static final double BUDGET = 0.05;
  private static final int SAVED_TOKENS = 5;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void aSlowSlaveCostsLittleTimeAndLittleWork() throws Exception {
    try (Story story = Story.start(Story.patient(logs).withSlaves(3))) {
      story.awaitReplies(REPLIES / 2); // until the master knows the usual times
      ReplyTimes healthy = timesOf(story, REPLIES);
      Attempts before = story.status().attempts();
      Slowdown slowdown = Slowdown.start(story.process("slave-1"), FACTOR);
      ReplyTimes slowed = timesOf(story, REPLIES);
      Attempts after = story.status().attempts();
      slowdown.close();

      long given = after.given() - before.given();
      long more = after.speculative() - before.speculative();
      System.out.printf(
          "healthy %s%nslowed  %s%n%d attempts, %d of them second attempts%n",
          healthy, slowed, given, more);
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(more).isLessThanOrEqualTo((long) (BUDGET * given) + SAVED_TOKENS);
      assertThat(slowed.p99().toNanos() / (double) healthy.p99().toNanos()).isLessThan(TOLERATED);
    }
  }

  private static ReplyTimes timesOf(Story story, int replies) {
    int from = story.load.replies().size();
    story.awaitReplies(replies);
    List<ReceivedReply> all = story.load.replies();
    return ReplyTimes.of(all.subList(from, all.size()));
  }
}
