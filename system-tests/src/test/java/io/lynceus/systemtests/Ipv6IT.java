package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose ports are all on the loopback address of IPv6, asked by address in brackets. */
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
    assertThat(get(master + "/healthz")).isEqualTo(200);
    assertThat(get(master + "/v1/status")).isEqualTo(200);
    HttpRequest image =
        HttpRequest.newBuilder(URI.create(master + "/v1/images?analyses=edges"))
            .POST(BodyPublishers.ofByteArray(TestImages.jpeg(64, 64, 2)))
            .build();
    assertThat(HttpClient.newHttpClient().send(image, BodyHandlers.ofString()).body())
        .contains("\"status\":\"complete\"");
  }

  @Test
  void theSlaveTellsItsHealthAndIsKnownByItsAddress() throws Exception {
    Matcher health = HEALTH.matcher(Files.readString(cluster.process("slave-1").log()));
    assertThat(health.find()).isTrue();
    assertThat(get("http://[::1]:" + health.group(1) + "/readyz")).isEqualTo(200);
    assertThat(cluster.master().countLines(JOINED)).isPositive();
  }

  private static int get(String uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** Runs a command against the cluster, which has to end well. Returns what it printed. */
  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.lynceus.app.Lynceus");
    command.addAll(List.of(arguments));
    command.add("--master=[::1]:" + cluster.tasksPort());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(cluster.administratorsEnvironment());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
