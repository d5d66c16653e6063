package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.systemtests.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One image among many makes native code crash (SIGSEGV). */
@Tag("story")
class CrashingImageIT {
  /** The promise is 10 s; more is allowed for slow machines. */
  private static final Duration POISON_WITHIN = Duration.ofSeconds(20);

  private static final byte[] POISON = TestImages.jpeg(DebugSlave.MARKED_SIDE, 240, 1);

  private static final Pattern SIGNAL = Pattern.compile("SIGSEGV");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void aCrashingImageCostsTwoSlavesAndAChildAndNoOtherImage() throws Exception {
    try (Story story = Story.start(Story.patient(logs).withSlaves(3).withSlave(crashing()));
        TaskClient client = TaskClient.connect(story.cluster.client())) {
      long start = System.nanoTime();
      Reply reply = submit(client);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("poison after %d ms: %s%n", time.toMillis(), reply.analyses());
      UnitReply corners = reply.analyses().get(Analysis.CORNERS);
      assertThat(corners.outcome()).isEqualTo(Outcome.POISON);
      assertThat(corners.message()).contains("exit code 1: SIGSEGV");
      for (Analysis other : new Analysis[] {Analysis.OBJECTS, Analysis.FACES, Analysis.EDGES}) {
        assertThat(reply.analyses().get(other).outcome()).as(other.key()).isEqualTo(Outcome.OK);
      }
      assertThat(time).isLessThan(POISON_WITHIN);

      assertRefusedAtOnce(client);
      LoadCount count = story.count();
      assertThat(count.complete()).as("other images").isEqualTo(count.sent());
      assertThat(dead(story)).isEqualTo(2);
      assertThat(story.status().attempts().confined().died()).isEqualTo(1);
      assertThat(note()).contains("exit code 1: SIGSEGV").contains("Problematic frame");
      assertThat(kept()).containsExactlyInAnyOrder("jpeg", "json");
      story.cluster.restartMaster();
      try (TaskClient later = TaskClient.connect(story.cluster.client())) {
        assertRefusedAtOnce(later);
      }
      clear(story);
      assertThat(kept()).isEmpty();
      story.cluster.restartMaster();
      assertThat(TaskClient.quarantine(story.cluster.client())).isEmpty();
    }
  }

  private static void clear(Story story) throws Exception {
    List<Quarantined> quarantined = TaskClient.quarantine(story.cluster.client());
    assertThat(quarantined).hasSize(1);
    assertThat(quarantined.get(0).reason()).contains("exit code 1: SIGSEGV");
    String begin = quarantined.get(0).sha256().substring(0, 8);
    assertThat(TaskClient.clearQuarantine(story.cluster.administrator(), begin))
        .isEqualTo(quarantined);
    assertThat(TaskClient.quarantine(story.cluster.client())).isEmpty();
  }

  private static void assertRefusedAtOnce(TaskClient client) throws Exception {
    Reply reply = submit(client);
    assertThat(reply.analyses().get(Analysis.CORNERS).outcome()).isEqualTo(Outcome.POISON);
    assertThat(reply.timing().orElseThrow().units().get(Analysis.CORNERS).attempts()).isZero();
  }

  /** The quarantine has the image and a note, for a bug report. */
  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(logs.resolve("quarantine"))) {
      return files.map(file -> file.toString().replaceAll(".*\\.", "")).toList();
    }
  }

  private String note() throws IOException {
    try (Stream<Path> files = Files.list(logs.resolve("quarantine"))) {
      Path note = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      return Files.readString(note);
    }
  }

  private ProcessPlan crashing() {
    return ProcessPlan.DEFAULT
        .withMainClass(DebugSlave.class)
        .withJvmOptions(
            "-XX:ErrorFile=" + logs.resolve("crash-%p.txt"), "-XX:-CreateCoredumpOnCrash");
  }

  private static Reply submit(TaskClient client) throws Exception {
    return client.submit(POISON, Ask.DEFAULT.withName("poison")).get(3, TimeUnit.MINUTES);
  }

  private static long dead(Story story) throws Exception {
    long dead = 0;
    for (String slave : story.cluster.slaves()) {
      if (!story.process(slave).isAlive()) {
        assertThat(story.process(slave).countLines(SIGNAL)).as(slave).isPositive();
        dead++;
      }
    }
    return dead;
  }
}
