package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.ClusterPlan;
import io.lynceus.app.DrillCommand;
import io.lynceus.app.LocalCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code lynceus drill}, as its users run it. */
class DrillIT {
  @TempDir private Path logs;

  @Test
  void aDrillHurtsASlaveOfItsOwnAndCounts() {
    String report = drill("--fault", "kill", "--slaves", "2", "--json");
    assertThat(report)
        .startsWith("{\"exact\":true,\"drills\":[{\"fault\":\"kill\",\"detectedMs\":")
        .contains("\"lost\":0,\"doubled\":0")
        .doesNotContain("\"detectedMs\":null", "\"backMs\":null", "\"sent\":0");
  }

  @Test
  void aRunningClusterIsLoadedAndWatchedWhileTheOperatorHurtsIt() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(ClusterPlan.in(logs))) {
      Thread operator = new Thread(() -> cluster.process("slave-1").kill(), "operator");
      operator.start();
      operator.join();
      String report = drill("--master", cluster.client().address(), "--duration", "3s");
      assertThat(report).contains("your own fault", "Every image was answered, and none twice.");
    }
  }

  private static String drill(String... arguments) {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new DrillCommand()).setOut(new PrintWriter(out)).execute(arguments);
    System.out.println(out);
    assertThat(exitCode).isZero();
    return out.toString();
  }
}
