package io.lynceus.systemtests.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.systemtests.PeakMemory;
import io.lynceus.systemtests.TestImages;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand connections at each client port of a master with a small heap. They offer more bytes
 * than it has room for, and never end their images.
 */
@Tag("story")
class ManyConnectionsIT {
  private static final int CONNECTIONS = 1000;
  private static final int ADDRESSES = 5;
  private static final int HEAP_MEBIBYTES = 256;

  /** What the JVM takes beside its heap, and buffers of connections. */
  private static final int BESIDE_HEAP_MEBIBYTES = 256;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final byte[] SMALL = TestImages.jpeg(64, 64, 1);

  /** The start of an image, then as many bytes as a connection may have sent in the end. */
  private static final byte[] HALF_AN_IMAGE =
      Arrays.copyOf(TestImages.jpeg(1000, 1000, 2), 400 << 10);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  private LocalCluster cluster;
  private final List<Sender> senders = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Sender sender : senders) {
      sender.channel.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  /** One connection, and what it has still to send. */
  private record Sender(SocketChannel channel, ByteBuffer left) {
    /** Sends what the master takes. Returns false when the master has closed. */
    boolean send() {
      try {
        channel.write(left);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  @Test
  void aSmallMasterSurvivesAThousandConnectionsAtEachPortAndServesOthers() throws Exception {
    ProcessPlan master =
        ProcessPlan.DEFAULT.withJvmOptions(
            "-Xmx" + HEAP_MEBIBYTES + "m", "-XX:+ExitOnOutOfMemoryError");
    cluster = LocalCluster.start(ClusterPlan.in(logs).withSlaves(1).withMaster(master));
    byte[] head =
        "POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
            .getBytes(UTF_8);
    for (int i = 0; i < CONNECTIONS; i++) {
      connect(i, cluster.tasksPort(), HALF_AN_IMAGE);
      ByteBuffer request = ByteBuffer.allocate(head.length + HALF_AN_IMAGE.length);
      connect(i, cluster.httpPort(), request.put(head).put(HALF_AN_IMAGE).array());
    }
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(this::nothingMoves);
    await().atMost(PATIENCE).until(this::isAnswered);

    assertThat(cluster.master().isAlive()).isTrue();
    if (PeakMemory.isTold()) {
      assertThat(PeakMemory.mebibytes(cluster.master().pid()))
          .isLessThan(HEAP_MEBIBYTES + BESIDE_HEAP_MEBIBYTES);
    }
  }

  /** Sends on. Returns whether the master has taken nothing more, and closed no connection. */
  private boolean nothingMoves() {
    long before = left();
    senders.removeIf(sender -> !sender.send());
    return left() == before;
  }

  private long left() {
    return senders.stream().mapToLong(sender -> sender.left.remaining() + 1L).sum();
  }

  private void connect(int number, int port, byte[] bytes) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(LoopbackClient.address(2 + number % ADDRESSES), 0));
    channel.connect(new InetSocketAddress(LoopbackClient.address(1), port));
    channel.configureBlocking(false);
    Sender sender = new Sender(channel, ByteBuffer.wrap(bytes));
    senders.add(sender);
    sender.send();
  }

  /** Whether a client of another address, with one small image, is served at this moment. */
  private boolean isAnswered() throws Exception {
    try (LoopbackClient client = new LoopbackClient(200, cluster.tasksPort())) {
      Reply reply = client.send("SET analyses=edges\n").send(SMALL).reply();
      return reply.status() == Status.COMPLETE;
    } catch (IOException e) {
      assertThat(cluster.master().isAlive()).as("the master lives").isTrue();
      return false;
    }
  }
}
