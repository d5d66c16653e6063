package io.lynceus.app.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrillCommandTest {
  @Test
  void faultsAreNotInjectedIntoARunningCluster() {
    Run run = drill("--master", "127.0.0.1:1", "--fault", "kill");
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("leave out --fault and --slaves, and cause a fault yourself");
  }

  @Test
  void anUnknownFaultIsWrongUsageAndTheFaultsAreListed() {
    Run run = drill("--fault", "flood");
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("kill, stop or slow");
  }

  @Test
  void oneSlaveIsTooFew() {
    assertThat(drill("--slaves", "1").exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(drill("--slaves", "65").exitCode()).isEqualTo(CommandException.USAGE);
  }

  @Test
  void aDurationNeedsARunningCluster() {
    assertThat(drill("--duration", "5s").err()).contains("--duration needs --master");
  }

  @Test
  void aMissingMasterIsUnreachable() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Run run = drill("--master", "127.0.0.1:" + port);
    assertThat(run.exitCode()).isEqualTo(CommandException.UNREACHABLE);
  }

  private static Run drill(String... arguments) {
    return Run.of(new DrillCommand(Map.of()), arguments);
  }
}
