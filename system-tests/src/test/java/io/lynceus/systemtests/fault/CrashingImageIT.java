package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.LoadCount;
import io.lynceus.app.ProcessPlan;
import io.lynceus.client.SubmitOptions;
import io.lynceus.client.TaskClient;
import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.systemtests.TestImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One image makes native code crash (SIGSEGV), among others that are innocent. */
class CrashingImageIT {
  private static final Duration POISON_WITHIN = Duration.ofSeconds(10);
  private static final byte[] POISON = TestImages.jpeg(DebugSlave.MARKED_SIDE, 240, 1);

  private static final Pattern SIGNAL = Pattern.compile("SIGSEGV");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  @Test
  void twoSlavesDieOfIt() throws Exception {
    try (Story story = Story.begin(Story.patient(logs).withSlaves(3).withSlave(crashing()));
        TaskClient client = TaskClient.connect(story.cluster.client())) {
      long start = System.nanoTime();
      Reply reply = submit(client);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("poison after %d ms: %s%n", time.toMillis(), reply.analyses());
      assertThat(reply.analyses().get(Analysis.CORNERS).outcome()).isEqualTo(Outcome.POISON);
      for (Analysis other : new Analysis[] {Analysis.OBJECTS, Analysis.FACES, Analysis.EDGES}) {
        assertThat(reply.analyses().get(other).outcome()).as(other.key()).isEqualTo(Outcome.OK);
      }
      assertThat(time).isLessThan(POISON_WITHIN);

      Reply again = submit(client);
      assertThat(again.analyses().get(Analysis.CORNERS).outcome()).isEqualTo(Outcome.POISON);
      assertThat(again.timing().orElseThrow().units().get(Analysis.CORNERS).attempts()).isZero();

      LoadCount count = story.count();
      assertThat(count.complete()).as("innocents").isEqualTo(count.sent());
      assertThat(dead(story)).isEqualTo(2);
    }
  }

  private ProcessPlan crashing() {
    return ProcessPlan.DEFAULT
        .withMainClass(DebugSlave.class)
        .withJvmOptions(
            "-XX:ErrorFile=" + logs.resolve("crash-%p.txt"), "-XX:-CreateCoredumpOnCrash");
  }

  private static Reply submit(TaskClient client) throws Exception {
    return client
        .submit(POISON, SubmitOptions.DEFAULT.withName("poison"))
        .get(30, TimeUnit.SECONDS);
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
