package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskPortIT {
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofMillis(300),
          Duration.ofMillis(900),
          Duration.ofHours(1),
          Duration.ofSeconds(9),
          Timeouts.DEFAULT_LEAST_RATE);
  private static final int CONNECTIONS = 3;

  private final ScriptedIntake atOnce = new ScriptedIntake(true);
  private final ScriptedIntake onDemand = new ScriptedIntake(false);
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Encoded beforehand: the first encoding takes longer than a connection may be idle. */
  @BeforeAll
  static void encodeSamples() {
    assertThat(joined(JPEG, PNG, BMP)).isNotEmpty();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private TaskPort start(ScriptedIntake intake, Optional<String> token) throws IOException {
    GatewayLimits limits = new GatewayLimits(CONNECTIONS, CONNECTIONS, 8, 64 << 20, 256 << 20);
    TaskPort port =
        TaskPort.open(
            Gateway.of(
                new GatewayConfig(
                    "127.0.0.1",
                    0,
                    new GatewayConfig.Tokens(token, Optional.empty()),
                    ImageLimits.DEFAULT,
                    limits,
                    TIMEOUTS),
                intake));
    open.add(port);
    return port;
  }

  private Client connect(TaskPort port) throws IOException {
    Client client = new Client(new Socket(port.address().getAddress(), port.address().getPort()));
    open.add(client);
    return client;
  }

  /** A client like netcat: sends bytes, reads lines. */
  private static final class Client implements AutoCloseable {
    final Socket socket;
    private final BufferedReader lines;

    Client(Socket socket) throws IOException {
      this.socket = socket;
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    Client send(byte[]... parts) throws IOException {
      socket.getOutputStream().write(joined(parts));
      return this;
    }

    Client send(String text) throws IOException {
      return send(text.getBytes(UTF_8));
    }

    Client halfClose() throws IOException {
      socket.shutdownOutput();
      return this;
    }

    String line() throws IOException {
      return lines.readLine();
    }

    Reply reply() throws IOException {
      return ReplyJson.read(line()).reply();
    }

    /** All lines until the master closes its direction. */
    List<String> rest() {
      return lines.lines().toList();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aHalfCloseEndsTheConnectionAfterTheLastReply() throws Exception {
    Client client = connect(start(atOnce, Optional.empty()));
    client.send(JPEG, PNG, BMP).halfClose();

    assertThat(client.rest()).hasSize(3);
  }

  @Test
  void aClientThatNeverHalfClosesIsClosedWhenItIsIdle() throws Exception {
    Client client = connect(start(atOnce, Optional.empty()));
    long start = System.nanoTime();
    client.send(JPEG);

    assertThat(client.rest()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(TIMEOUTS.idleClose());
  }

  @Test
  void aStreamIsNotClosedWhenItIsIdle() throws Exception {
    Client client = connect(start(atOnce, Optional.empty()));
    client.send("STREAM\n");
    client.socket.setSoTimeout(3 * (int) TIMEOUTS.idleClose().toMillis());
    assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);

    client.send(JPEG);
    assertThat(client.reply().status()).isEqualTo(Status.COMPLETE);
    client.send("QUIT\n");

    assertThat(client.rest()).isEmpty();
  }

  @Test
  void anImageThatStallsIsTruncated() throws Exception {
    Client client = connect(start(atOnce, Optional.empty()));
    client.send(Arrays.copyOf(PNG, 60));

    assertThat(client.reply().rejection().orElseThrow().code()).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void imagesOfMegabytesAreAccepted() throws Exception {
    byte[] large = SampleImages.encoded("bmp", 1000, 700);
    assertThat(large).hasSizeGreaterThan(2_000_000);
    Client client = connect(start(atOnce, Optional.empty()));
    for (int i = 0; i < 10; i++) {
      client.send(large);
    }
    client.halfClose();

    assertThat(client.rest()).hasSize(10).allMatch(line -> line.contains("\"complete\""));
    assertThat(atOnce.tasks.get(9).request().file().remaining()).isEqualTo(large.length);
  }

  @Test
  void aFullWindowStopsReadingFromTheClient() throws Exception {
    byte[] large = SampleImages.encoded("bmp", 1000, 700);
    int count = 16;
    Client client = connect(start(onDemand, Optional.empty()));
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < count; i++) {
                  client.send(large);
                }
                client.halfClose();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> onDemand.tasks.size() == 8);
    client.socket.setSoTimeout(500);
    assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
    assertThat(onDemand.tasks).hasSize(8);
    assertThat(sent).isNotDone();

    client.socket.setSoTimeout(0);
    for (int i = 0; i < count; i++) {
      int next = i;
      await().until(() -> onDemand.tasks.size() > next);
      onDemand.tasks.get(i).reply();
    }

    assertThat(client.rest()).hasSize(count);
    sent.join();
  }

  @Test
  void aClientThatDoesNotReadIsStoppedAndThenClosed() throws Exception {
    TaskPort port = start(onDemand, Optional.empty());
    Client client = connect(port);
    client.send("STREAM\n");
    for (int i = 0; i < 8; i++) {
      client.send(BMP);
    }
    await().until(() -> onDemand.tasks.size() == 8);
    client.send(JPEG);
    // More than the buffers of both sockets hold.
    onDemand.tasks.forEach(task -> task.reply("x".repeat(4 << 20)));

    await().until(() -> everyPlaceIsFree(port));
    assertThat(onDemand.tasks).hasSize(8);
  }

  private boolean everyPlaceIsFree(TaskPort port) throws IOException {
    List<Client> clients = new ArrayList<>();
    try {
      boolean free = true;
      for (int i = 0; i < CONNECTIONS; i++) {
        Client client =
            new Client(new Socket(port.address().getAddress(), port.address().getPort()));
        clients.add(client);
        free &= client.send("PING\n").line().contains("pong");
      }
      return free;
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aRefusedClientCanReadWhyWhileItIsStillSending() throws Exception {
    byte[] large = SampleImages.encoded("bmp", 1000, 700);
    Client client = connect(start(atOnce, Optional.of("secret")));
    for (int i = 0; i < 4; i++) {
      client.send(large);
    }

    assertThat(client.reply().rejection().orElseThrow().code())
        .isEqualTo(RejectionCode.UNAUTHORIZED);
    assertThat(client.rest()).isEmpty();
    assertThat(atOnce.tasks).isEmpty();
  }

  @Test
  void theTokenOpensThePort() throws Exception {
    Client client = connect(start(atOnce, Optional.of("secret")));
    client.send("AUTH secret\n").send(JPEG).halfClose();

    assertThat(client.rest()).hasSize(1).first().asString().contains("\"complete\"");
  }

  @Test
  void connectionsBeyondTheLimitAreToldToRetry() throws Exception {
    TaskPort port = start(atOnce, Optional.empty());
    List<Client> inside = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      inside.add(connect(port).send("STREAM\nPING\n"));
      assertThat(inside.get(i).line()).contains("pong");
    }

    Reply refusal = connect(port).send(JPEG).reply();
    assertThat(refusal.rejection().orElseThrow().code()).isEqualTo(RejectionCode.BUSY);
    assertThat(refusal.rejection().orElseThrow().retryAfter()).isPresent();

    inside.get(0).close();
    await().untilAsserted(() -> assertThat(connect(port).send("PING\n").line()).contains("pong"));
  }

  @Test
  void aResetCancelsTheTasks() throws Exception {
    Client client = connect(start(onDemand, Optional.empty()));
    client.send(JPEG, PNG);
    await().until(() -> onDemand.tasks.size() == 2);
    client.socket.setSoLinger(true, 0);
    client.close();

    await().until(() -> onDemand.cancelled.get() == 2);
  }

  @Test
  void closingThePortDeliversTheRepliesThatAreDue() throws Exception {
    TaskPort port = start(onDemand, Optional.empty());
    Client client = connect(port);
    Client quiet = connect(port);
    client.send(JPEG, Arrays.copyOf(PNG, 60));
    quiet.send("STREAM\nPING\n");
    quiet.line();
    await().until(() -> onDemand.tasks.size() == 1);

    CompletableFuture<Void> closed = CompletableFuture.runAsync(port::close);
    assertThat(quiet.rest()).isEmpty();
    assertThat(closed).isNotDone();
    onDemand.tasks.get(0).reply();

    assertThat(client.reply().status()).isEqualTo(Status.COMPLETE);
    assertThat(client.reply().rejection().orElseThrow().code())
        .isEqualTo(RejectionCode.SHUTTING_DOWN);
    assertThat(client.rest()).isEmpty();
    closed.join();
    assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
  }

  @Test
  void aPortInUseIsNamedInTheError() throws Exception {
    int taken = start(atOnce, Optional.empty()).address().getPort();
    GatewayConfig config =
        new GatewayConfig(
            "127.0.0.1",
            taken,
            GatewayConfig.Tokens.NONE,
            ImageLimits.DEFAULT,
            GatewayLimits.DEFAULT,
            TIMEOUTS);

    assertThatThrownBy(() -> TaskPort.open(Gateway.of(config, atOnce)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tasks.port")
        .hasMessageContaining(Integer.toString(taken));
  }
}
