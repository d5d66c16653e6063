package io.lynceus.systemtests.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.systemtests.TestImages;
import io.lynceus.systemtests.hostile.Strangers.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that hold all the memory for images with parts of large ones, of which a byte comes now
 * and then. Connections that are closed connect again, and send the same part.
 */
@Tag("story")
@Timeout(180)
class MemoryHogsIT {
  private static final int HOGS = 64;
  private static final int HELD_MEBIBYTES = 8;
  private static final int NEWCOMERS = 10;

  /**
   * The promise is 5 s; here three times that, as the attack shares the machine with the cluster.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final byte[] PART = Arrays.copyOf(TestImages.jpeg(3000, 2000, 1), 130 << 10);
  private static final byte[] SMALL = TestImages.jpeg(320, 240, 2);
  private static final String HEAD =
      "POST /v1/images?analyses=edges HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n";

  @TempDir private Path logs;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewcomerGetsInWhateverOthersHold(boolean http) throws Exception {
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("tasks.held-bytes", HELD_MEBIBYTES + " MiB")
            .with("tasks.stall", "10 m");
    try (LocalCluster cluster =
        LocalCluster.start(ClusterPlan.in(logs).withSlaves(1).withMaster(master))) {
      int port = http ? cluster.httpPort() : cluster.tasksPort();
      byte[] start = joined(http ? HEAD.formatted(5_000_000, "") : "ANALYZE size=5000000\n", PART);
      try (Strangers hogs =
          new Strangers(
              port, Attack.silent(HOGS).sending(new String(start, ISO_8859_1)).dripping())) {
        Awaitility.await().atMost(PATIENCE).until(() -> held(cluster) > (HELD_MEBIBYTES - 1) << 20);
        for (int address : new int[] {77, 1}) {
          Duration longest = Duration.ZERO;
          for (int i = 0; i < NEWCOMERS; i++) {
            longest = max(longest, timeOfNewcomer(port, http, address));
          }
          System.out.printf(
              "%d memory hogs%s: a newcomer of %s gets its reply within %d ms%n",
              hogs.made(),
              http ? " by HTTP" : "",
              address == 1 ? "their own address" : "another address",
              longest.toMillis());
        }
      }
    }
  }

  private static long held(LocalCluster cluster) throws IOException {
    return TaskClient.status(cluster.client()).master().memory().heldBytes();
  }

  /** Sends an image, again if the master is busy, until it is analysed. */
  private static Duration timeOfNewcomer(int port, boolean http, int address) {
    byte[] request =
        http
            ? joined(HEAD.formatted(SMALL.length, "Connection: close\r\n"), SMALL)
            : joined("SET analyses=edges\n", SMALL);
    long start = System.nanoTime();
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> answer(port, http, address, request).contains("\"status\":\"complete\""));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String answer(int port, boolean http, int address, byte[] request)
      throws IOException {
    try (Socket socket = new Socket()) {
      byte[] source = {127, 0, 0, (byte) address};
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write(request);
      if (!http) { // a client of HTTP that ends its side is gone
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static byte[] joined(String head, byte[] body) {
    byte[] start = head.getBytes(US_ASCII);
    byte[] both = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, both, start.length, body.length);
    return both;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
