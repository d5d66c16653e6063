package io.lynceus.app.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.app.GoldenFile;
import io.lynceus.app.Run;
import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MqttCommandTest {
  private static final Path BROKER = Path.of("/usr/sbin/mosquitto");

  private static List<String> said(Run run, int port) {
    return Stream.concat(run.out().lines(), run.err().lines())
        .map(line -> line.replace(Integer.toString(port), "PORT"))
        .toList();
  }

  private static Run run(int port, String... more) {
    return Run.of(
        new MqttCommand(),
        Stream.concat(
                Stream.of(
                    "test",
                    "--set",
                    "mqtt.url=mqtt://127.0.0.1:" + port,
                    "--set",
                    "mqtt.client-id=master"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void withoutABrokerInTheSettingsItSaysWhichKeyIsMissing() {
    Run run = Run.of(new MqttCommand(), "test");
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("mqtt.url is not set: name the broker there");
  }

  @Test
  void aWrongSettingIsNamed() {
    Run run = Run.of(new MqttCommand(), "test", "--set", "mqtt.url=10.0.0.5");
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("mqtt.url must be mqtt://HOST");
  }

  @Test
  void whereNothingListensItSaysWhatToDo() throws IOException {
    int port = freePort();
    Run run = run(port);
    assertThat(run.exitCode()).isEqualTo(CommandException.UNREACHABLE);
    GoldenFile.assertSame("mqtt-test-nothing-there.txt", said(run, port));
  }

  @Test
  void eachStepIsTold() throws Exception {
    assumeTrue(Files.isExecutable(BROKER), "there is no mosquitto: apt-get install mosquitto");
    int port = freePort();
    Process broker =
        new ProcessBuilder(BROKER.toString(), "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
      Run run = run(port);
      assertThat(run.exitCode()).isZero();
      GoldenFile.assertSame("mqtt-test.txt", said(run, port));
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
