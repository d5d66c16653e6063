package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose ports are all on the loopback address of IPv6, asked by address in brackets. */
@Tag("story")
@Tag("beside")
class Ipv6IT {
  private static final String HERE = "::1";
  private static final byte[] LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final Pattern HEALTH = Pattern.compile("listening http=\\[::1]:(\\d+)");
  private static final Pattern JOINED = Pattern.compile("slave slave-1 at \\[::1]:\\d+ joined");

  @TempDir private static Path folder;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      assertThat(socket.isBound()).isTrue();
    } catch (IOException e) {
      assumeTrue(false, "this machine has no IPv6");
    }
    ProcessPlan here = ProcessPlan.DEFAULT.withHost(HERE);
    cluster =
        LocalCluster.start(ClusterPlan.in(folder).withSlaves(1).withMaster(here).withSlave(here));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theCommandsReachTheTaskPort() throws Exception {
    Path picture = Files.write(folder.resolve("a.jpg"), TestImages.jpeg(64, 64, 1));
    assertThat(run("status", "--json")).contains("\"name\":\"slave-1\"", "\"address\":\"[::1]:");
    assertThat(run("submit", "--json", picture.toString())).contains("\"status\":\"complete\"");
    assertThat(run("labels")).contains("person");
    assertThat(run("quarantine", "list")).isNotNull();
    assertThat(run("drain", "slave-1")).contains("slave-1");
    assertThat(run("drain", "--undo", "slave-1")).contains("slave-1");
  }

  @Test
  void theHttpPortAnswersRequestsToTheAddress() throws Exception {
    String master = "http://[::1]:" + cluster.httpPort();
    assertThat(HttpPage.get(master + "/healthz").statusCode()).isEqualTo(200);
    assertThat(HttpPage.get(master + "/v1/status").statusCode()).isEqualTo(200);
    byte[] image = TestImages.jpeg(64, 64, 2);
    assertThat(HttpPage.post(master + "/v1/images?analyses=edges", image).body())
        .contains("\"status\":\"complete\"");
  }

  @Test
  void theSlaveTellsItsHealthAndIsKnownByItsAddress() throws Exception {
    Matcher health = HEALTH.matcher(Files.readString(cluster.process("slave-1").log()));
    assertThat(health.find()).isTrue();
    String ready = "http://[::1]:" + health.group(1) + "/readyz";
    assertThat(HttpPage.get(ready).statusCode()).isEqualTo(200);
    assertThat(cluster.master().countLines(JOINED)).isPositive();
  }

  /** Runs a command against the cluster, which has to end well. Returns what it printed. */
  private static String run(String... arguments) throws Exception {
    String[] all =
        Stream.concat(Arrays.stream(arguments), Stream.of("--master=[::1]:" + cluster.tasksPort()))
            .toArray(String[]::new);
    try (LynceusProcess process =
        LynceusProcess.start(folder, cluster.administratorsEnvironment(), all)) {
      int code = process.exitCode(Duration.ofMinutes(1));
      assertThat(code).as(process.said()).isZero();
      return process.said();
    }
  }
}
