package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.app.drill.DrillCommand;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs {@code lynceus drill}. */
@Tag("story")
class DrillIT {
  @TempDir private Path logs;
  private final StringWriter notes = new StringWriter();

  @Test
  void aDrillInjectsAFaultIntoItsOwnClusterAndCountsReplies() {
    String report = drill("--fault", "kill", "--slaves", "2", "--json");
    assertThat(report)
        .startsWith("{\"exact\":true,\"drills\":[{\"fault\":\"kill\",\"detectedMs\":")
        .contains("\"lost\":0,\"doubled\":0")
        .doesNotContain("\"detectedMs\":null", "\"backMs\":null", "\"sent\":0");
    assertThat(notes.toString()).as("an exact drill leaves no logs").doesNotContain("logs in");
  }

  @Test
  void aDrillOnARunningClusterReportsFaultsOfTheOperator() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(ClusterPlan.in(logs))) {
      CompletableFuture<Void> operator = CompletableFuture.runAsync(() -> killAtWork(cluster));
      String report = drill("--master", cluster.client().address(), "--duration", "10s");
      operator.get(10, TimeUnit.SECONDS);
      assertThat(notes.toString()).contains("slave-1 is gone");
      assertThat(report).contains("your own fault", "Every image got exactly one reply.");
    }
  }

  private static void killAtWork(LocalCluster cluster) {
    await()
        .ignoreException(IOException.class)
        .until(
            () ->
                TaskClient.status(cluster.client()).slaves().stream()
                    .anyMatch(slave -> slave.name().equals("slave-1") && slave.busy() > 0));
    cluster.process("slave-1").kill();
  }

  private String drill(String... arguments) {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new DrillCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(notes))
            .execute(arguments);
    System.out.println(out);
    assertThat(exitCode).isZero();
    return out.toString();
  }
}
