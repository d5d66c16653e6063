package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.client.ClientConfig.Retries;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a lost, silent or refused connection is told. */
@Timeout(30)
class ConnectionLossIT {
  @Test
  void aLostConnectionFailsOpenAndLaterFutures() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.takeImage();
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client =
            TaskClient.connect(master.config().withRetries(Retries.NONE).withWindow(2))) {
      CompletableFuture<Reply> first = client.submit(new byte[] {1}, Ask.DEFAULT);
      CompletableFuture<Reply> second = client.submit(new byte[] {2}, Ask.DEFAULT);
      for (CompletableFuture<Reply> open : List.of(first, second)) {
        assertThatThrownBy(open::get).hasCauseInstanceOf(ConnectionLostException.class);
      }
      CompletableFuture<Reply> late = client.submit(new byte[] {3}, Ask.DEFAULT);
      assertThatThrownBy(late::get).hasCauseInstanceOf(ConnectionLostException.class);
    }
  }

  @Test
  void silenceWhileAReplyIsDueIsALoss() throws Exception {
    try (FakeMaster master = new FakeMaster(FakeMaster.Dialogue::takeRest);
        TaskClient client =
            TaskClient.connect(
                master
                    .config()
                    .withRetries(Retries.NONE)
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200)))) {
      CompletableFuture<Reply> reply = client.submit(new byte[] {1}, Ask.DEFAULT);
      assertThatThrownBy(reply::get)
          .hasCauseInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("silent");
    }
  }

  @Test
  void closingFailsOpenFutures() throws Exception {
    try (FakeMaster master = new FakeMaster(FakeMaster.Dialogue::takeRest)) {
      TaskClient client = TaskClient.connect(master.config());
      CompletableFuture<Reply> reply = client.submit(new byte[] {1}, Ask.DEFAULT);
      client.close();
      assertThatThrownBy(reply::get)
          .hasCauseInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void aMissingMasterIsUnreachable() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThatThrownBy(() -> TaskClient.connect(new ClientConfig("127.0.0.1", port)))
        .isInstanceOf(MasterUnreachableException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void theLossSaysThatTheTokenWasRefused() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.sayRejected(1, "UNAUTHORIZED", "");
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      CompletableFuture<Reply> reply = client.submit(new byte[] {1}, Ask.DEFAULT);
      assertThatThrownBy(reply::get)
          .cause()
          .isInstanceOfSatisfying(
              ConnectionLostException.class,
              lost ->
                  assertThat(lost.rejection().orElseThrow().code())
                      .isEqualTo(RejectionCode.UNAUTHORIZED));
    }
  }

  @Test
  void aLineThatIsNoReplyEndsTheConnection() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.say("HTTP/1.1 400 Bad Request");
          master.takeRest();
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      CompletableFuture<Reply> reply = client.submit(new byte[] {1}, Ask.DEFAULT);
      assertThatThrownBy(reply::get).hasMessageContaining("this is an HTTP port");
    }
  }

  @Test
  void aMasterThatClosesDuringAStreamIsALoss() throws Exception {
    FakeMaster.Script script = master -> master.sayRejected(1, "BAD_COMMAND", "");
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      InputStream endless =
          new InputStream() {
            @Override
            public int read() {
              return 0;
            }
          };
      assertThatThrownBy(() -> client.submitStream(endless, Ask.DEFAULT, reply -> {}))
          .isInstanceOf(ConnectionLostException.class);
    }
  }

  @Test
  void aStreamThatEndsAfterTheReaderGaveUpSaysWhy() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(2); // the connection for images, and the stream's
    FakeMaster.Script script =
        master -> {
          master.say("HTTP/1.1 400 Bad Request");
          master.takeRest();
          givenUp.countDown();
        };
    InputStream endsThen =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
              givenUp.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      assertThatThrownBy(() -> client.submitStream(endsThen, Ask.DEFAULT, reply -> {}))
          .hasMessageContaining("this is an HTTP port");
    }
  }

  @Test
  void aRefusedStatusSaysWhy() throws Exception {
    FakeMaster.Script script = master -> master.sayRejected(1, "UNAUTHORIZED", "");
    try (FakeMaster master = new FakeMaster(script)) {
      assertThatThrownBy(() -> TaskClient.status(master.config()))
          .isInstanceOfSatisfying(
              ConnectionLostException.class, lost -> assertThat(lost.rejection()).isPresent());
    }
  }
}
