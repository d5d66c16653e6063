package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.gateway.SampleImages;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a client may not do: wait too long, send too much, read nothing. */
class TaskPortLimitsIT extends TaskPortFixture {
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
    Client client = connect(start(atOnce, Optional.of("a-clients-token-1")));
    for (int i = 0; i < 4; i++) {
      client.send(large);
    }

    assertThat(client.reply().rejection().orElseThrow().code())
        .isEqualTo(RejectionCode.UNAUTHORIZED);
    assertThat(client.rest()).isEmpty();
    assertThat(atOnce.tasks).isEmpty();
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
}
