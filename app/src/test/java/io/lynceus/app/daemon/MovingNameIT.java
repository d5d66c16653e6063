package io.lynceus.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.TestJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slave's master has a name that is not known at first, and moves later. */
@Timeout(180)
class MovingNameIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Docs: at most 2 s between attempts, and 2 s for an attempt. The JDK's caches would make it up
   * to 10 s for a new name and up to 30 s for one that moves.
   */
  private static final Duration SOON = Duration.ofSeconds(4);

  @TempDir Path folder;
  private Path hosts;
  private ServerSocket master;
  private Process slave;

  @BeforeEach
  void start() throws IOException {
    hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 another.test\n");
    master = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    List<String> command = TestJvm.command();
    command.addAll(
        List.of(
            "-Djdk.net.hosts.file=" + hosts,
            "-cp",
            System.getProperty("java.class.path"),
            "io.lynceus.app.Lynceus",
            "slave",
            "--set=secret=a secret of a test, long enough",
            "--set=master.host=master.test",
            "--set=master.port=" + master.getLocalPort(),
            "--set=http.port=0"));
    slave =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    slave.destroyForcibly().waitFor();
    master.close();
  }

  @Test
  void itIsFoundSoonAfterItHasAppearedAndAfterItHasMoved() throws Exception {
    await().atMost(PATIENCE).until(() -> log().contains("its name cannot be resolved"));
    name("127.0.0.1");
    assertConnectsSoon();

    int port = master.getLocalPort();
    master.close();
    master = new ServerSocket();
    master.bind(new InetSocketAddress("127.0.0.2", port));
    name("127.0.0.2");
    assertConnectsSoon();
  }

  private void assertConnectsSoon() throws IOException {
    master.setSoTimeout((int) SOON.toMillis());
    try (Socket connected = master.accept()) {
      assertThat(connected.isConnected()).isTrue();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no connection within " + SOON + ": " + log(), e);
    }
  }

  private void name(String address) throws IOException {
    Path next = Files.writeString(folder.resolve("hosts.new"), address + " master.test\n");
    Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE);
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
