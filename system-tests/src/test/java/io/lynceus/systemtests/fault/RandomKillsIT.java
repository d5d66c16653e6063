package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.ClusterStatus.Slave;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slaves are killed at random, one a second, while images go through. {@code -Dfault.images=5000}
 * makes it a long run.
 */
@Tag("story")
@Tag("beside")
class RandomKillsIT {
  private static final int IMAGES = Integer.getInteger("fault.images", 500);
  private static final int SLAVES = 6;
  private static final int WINDOW = 3;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

  /**
   * With fewer, a kill waits. On a slow machine slaves would be killed before they, or children of
   * theirs, had done anything.
   */
  private static final int LEAST_SLAVES = 4;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void killsAtRandomMakeNoImagePartialAndNoneOfThemPoison() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ProcessPlan slave =
        ProcessPlan.DEFAULT.with("threads", "1").withJvmOptions("-XX:TieredStopAtLevel=1");
    Instant start = Instant.now();
    int kills = 0;
    try (Story story =
        Story.start(Story.patient(logs).withSlaves(SLAVES).withSlave(slave), WINDOW)) {
      while (story.load.replied() < IMAGES) {
        List<Slave> connected = story.status().slaves();
        if (connected.size() >= LEAST_SLAVES) {
          story.cluster.restartSlave(connected.get(random.nextInt(connected.size())).name());
          kills++;
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_KILLS.toMillis());
      }
      LoadCount count = story.count();
      System.out.printf(
          "seed %d: %d kills in %d s; %s%n",
          seed,
          kills,
          Duration.between(start, Instant.now()).toSeconds(),
          story.status().attempts());
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(story.status().attempts().confined().died()).isZero();
    }
    await().atMost(Story.TIMEOUT).until(RandomKillsIT::noChildIsLeft);
  }

  /** A child ends with its slave, however that ends. */
  private static boolean noChildIsLeft() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .noneMatch(
            command ->
                command.contains("java.io.tmpdir=") && command.contains("lynceus-confined-"));
  }
}
