package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus.Confined;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The master, all slaves, or all of them stand still (SIGSTOP, SIGCONT) while they work: every
 * image is complete and none is quarantined, be the pictures equal, as those of a frozen camera, or
 * different.
 *
 * <p>In the gate, heartbeat and silence are a quarter of their defaults, and so are pauses of 1 s
 * and 12 s. {@code -Dfault.pauses=1,12,60} takes the defaults and pauses of so many seconds.
 */
@Tag("story")
class PausesIT {
  private static final String PAUSES = System.getProperty("fault.pauses", "");
  private static final int SLAVES = 3;
  private static final int WINDOW = 12;
  private static final int IMAGES_BETWEEN = 30;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void pausesHarmNoEqualPictures() throws Exception {
    byte[] picture = new ReferenceImages().apply(0);
    pause("equal", number -> picture);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void pausesHarmNoDifferentPictures() throws Exception {
    pause("different", new ReferenceImages());
  }

  private void pause(String pictures, LongFunction<byte[]> images) throws Exception {
    try (Story story = Story.start(plan(), WINDOW, images, Ask.DEFAULT)) {
      story.awaitReplies(IMAGES_BETWEEN);
      ClusterProcess master = story.cluster.master();
      List<ClusterProcess> slaves = story.cluster.slaves().stream().map(story::process).toList();
      List<ClusterProcess> all = new ArrayList<>(slaves);
      all.add(master);
      for (Duration time : pauses()) {
        pause(story, "the master", List.of(master), time);
        pause(story, "all", all, time);
      }
      Confined confined = story.status().attempts().confined();
      for (Duration time : pauses()) {
        pause(story, "the slaves", slaves, time);
      }
      LoadCount count = story.count();
      System.out.printf(
          "%s pictures: %d images, %d complete; in JVMs of their own %s%n",
          pictures, count.sent(), count.complete(), story.status().attempts().confined());
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(TaskClient.quarantine(story.cluster.client())).isEmpty();
      assertThat(confined).as("after pauses of the master").isEqualTo(Confined.NONE);
    }
  }

  private static void pause(Story story, String who, List<ClusterProcess> processes, Duration time)
      throws Exception {
    for (ClusterProcess process : processes) {
      process.stop();
    }
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    for (ClusterProcess process : processes) {
      process.resume();
    }
    long start = System.nanoTime();
    story.awaitReplies(IMAGES_BETWEEN);
    System.out.printf(
        "%s paused for %d ms; %d replies %d ms after that%n",
        who,
        time.toMillis(),
        IMAGES_BETWEEN,
        Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  private static List<Duration> pauses() {
    return PAUSES.isEmpty()
        ? List.of(Duration.ofMillis(250), Duration.ofSeconds(3))
        : Arrays.stream(PAUSES.split(",")).map(Long::parseLong).map(Duration::ofSeconds).toList();
  }

  private ClusterPlan plan() {
    ProcessPlan patient =
        ProcessPlan.DEFAULT
            .with("limits.deadline", "10m")
            .with("limits.attempt-time", "1m")
            .with("limits.no-slave-grace", "5m");
    ProcessPlan master =
        PAUSES.isEmpty()
            ? patient
                .with("slaves.heartbeat", "125ms")
                .with("slaves.suspect-after", "450ms")
                .with("slaves.silence", "1s")
            : patient;
    return ClusterPlan.in(logs).withSlaves(SLAVES).withMaster(master);
  }
}
