package io.lynceus.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.ClientConfig.Retries;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sends images again when the master is lost or busy. */
@Timeout(60)
class ResendIT {
  private static final Pattern ID = Pattern.compile("ANALYZE size=\\d+ id=(\\S+).*");

  private final List<ConnectionLostException> outages = new CopyOnWriteArrayList<>();
  private final AtomicInteger connection = new AtomicInteger();

  private static void replyToAll(FakeMaster.Dialogue master) throws IOException {
    for (int seq = 1; master.takeImage(); seq++) {
      master.sayComplete(seq);
    }
  }

  /** Plays on the first connection; later connections reply to every image. */
  private FakeMaster.Script first(FakeMaster.Script script) {
    return master -> {
      if (connection.incrementAndGet() == 1) {
        script.play(master);
      } else {
        replyToAll(master);
      }
    };
  }

  @Test
  void imagesWithoutAReplyAreSentAgainInOrderUnderTheirIds() throws Exception {
    FakeMaster.Script script =
        first(
            master -> {
              master.takeImage();
              master.takeImage();
              master.takeImage();
              master.sayComplete(1);
            });
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config(), outages::add)) {
      assertThat(all(submit(client, 4))).extracting(Reply::status).containsOnly(Status.COMPLETE);
      assertThat(master.images).containsExactly("0", "1", "2", "1", "2", "3");
      List<String> ids = ids(master);
      assertThat(ids.subList(3, 5)).isEqualTo(ids.subList(1, 3));
      assertThat(ids).hasSize(6);
      assertThat(Set.copyOf(ids)).hasSize(4);
      assertThat(outages).hasSize(1);
    }
  }

  @Test
  void aReplyFromBeforeTheLossIsReadEvenWhenSendingFailsFirst() throws Exception {
    CountDownLatch replied = new CountDownLatch(1);
    FakeMaster.Script script =
        first(
            master -> {
              master.takeImage();
              master.takeImage();
              master.sayComplete(1);
              master.sayComplete(2);
              replied.countDown();
            });
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      List<CompletableFuture<Reply>> replies = new ArrayList<>(submit(client, 1));
      CompletableFuture<Void> held =
          replies.get(0).thenRun(() -> await().until(ResendIT::senderWaitsForReader));
      replies.addAll(submit(client, 1));
      replied.await();
      await() // Sending fails only after the connection has ended.
          .until(() -> replies.addAll(submit(client, 1)) && held.isDone());
      assertThat(all(replies)).extracting(Reply::status).containsOnly(Status.COMPLETE);
      assertThat(held).isCompleted();
      assertThat(master.images).hasSameSizeAs(replies);
    }
  }

  private static boolean senderWaitsForReader() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("lynceus-sender"))
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("join"));
  }

  @Test
  void anImageCutOffInTheMiddleIsSentAgainFromItsStart() throws Exception {
    String large = "x".repeat(8 << 20);
    FakeMaster.Script script =
        first(
            master -> {
              master.takeBytes(100_000);
            });
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      assertThat(client.submit(large.getBytes(UTF_8), Ask.DEFAULT).get().status())
          .isEqualTo(Status.COMPLETE);
      assertThat(master.images).containsExactly(large);
    }
  }

  @Test
  void aRestartedMasterIsFound() throws Exception {
    FakeMaster first = new FakeMaster(FakeMaster.Dialogue::takeRest);
    try (TaskClient client = TaskClient.connect(first.config(), outages::add)) {
      List<CompletableFuture<Reply>> replies = submit(client, 3);
      first.close();
      await().until(() -> outages.size() == 1);
      try (FakeMaster second = new FakeMaster(first.config().port(), ResendIT::replyToAll)) {
        assertThat(all(replies)).hasSize(3);
        assertThat(second.images).containsExactly("0", "1", "2");
        assertThat(outages).as("one outage is reported once").hasSize(1);
      }
    }
  }

  @Test
  void aMasterThatClosesAfterEveryReplyIsAnOutageEachTimeAndNothingIsLost() throws Exception {
    FakeMaster.Script script =
        master -> {
          if (master.takeImage()) {
            master.sayComplete(1);
          }
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client =
            TaskClient.connect(
                master.config().withRetries(new Retries(Duration.ofSeconds(20), Duration.ZERO)))) {
      assertThat(all(submit(client, 10))).hasSize(10);
    }
  }

  @Test
  void aMasterThatNeverRepliesIsGivenUpAfterTheTimeout() throws Exception {
    try (FakeMaster master = new FakeMaster(FakeMaster.Dialogue::takeImage);
        TaskClient client =
            TaskClient.connect(
                master.config().withRetries(new Retries(Duration.ofMillis(500), Duration.ZERO)),
                outages::add)) {
      List<CompletableFuture<Reply>> replies = submit(client, 3);
      for (CompletableFuture<Reply> reply : replies) {
        assertThatThrownBy(reply::get).hasCauseInstanceOf(ConnectionLostException.class);
      }
      assertThat(master.connections()).isGreaterThan(1);
      assertThat(outages).hasSize(1);
      assertThatThrownBy(() -> submit(client, 1).get(0).get())
          .hasCauseInstanceOf(ConnectionLostException.class);
    }
  }

  @Test
  void aReplyToAnotherImageIsNeverAccepted() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.say(
              "{\"seq\":1,\"id\":\"other\",\"status\":\"complete\",\"counts\":{},\"analyses\":{}}");
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      assertThatThrownBy(() -> submit(client, 1).get(0).get())
          .hasMessageContaining("another image");
    }
  }

  @Test
  void aRefusedTokenIsNotRetried() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.sayRejected(1, "UNAUTHORIZED", "");
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config(), outages::add)) {
      assertThatThrownBy(() -> submit(client, 1).get(0).get())
          .hasCauseInstanceOf(ConnectionLostException.class);
      assertThat(master.connections()).isEqualTo(1);
      assertThat(outages).isEmpty();
    }
  }

  @Test
  void imagesThatAStoppingMasterRefusesGoToItsNextRun() throws Exception {
    FakeMaster.Script script =
        first(
            master -> {
              master.takeImage();
              master.takeImage();
              master.sayComplete(1);
              master.sayRejected(2, "SHUTTING_DOWN", "");
            });
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      assertThat(all(submit(client, 3))).extracting(Reply::status).containsOnly(Status.COMPLETE);
      assertThat(master.images).containsOnlyOnce("0");
    }
  }

  @Test
  void aBusyMasterIsAskedAgainUntilTheTimeout() throws Exception {
    FakeMaster.Script script =
        master -> {
          for (int seq = 1; master.takeImage(); seq++) {
            if (seq < 5) {
              master.sayRejected(seq, "BUSY", ",\"retryAfterMs\":5");
            } else {
              master.sayComplete(seq);
            }
          }
        };
    try (FakeMaster master = new FakeMaster(script)) {
      try (TaskClient client = TaskClient.connect(master.config(), outages::add)) {
        assertThat(submit(client, 1).get(0).get().status()).isEqualTo(Status.COMPLETE);
        assertThat(ids(master)).hasSize(5);
        assertThat(Set.copyOf(ids(master))).hasSize(1);
        assertThat(outages).isEmpty();
      }
      Retries impatient = new Retries(Duration.ofMinutes(1), Duration.ofMillis(1));
      try (TaskClient client = TaskClient.connect(master.config().withRetries(impatient))) {
        Reply reply = submit(client, 1).get(0).get();
        assertThat(reply.rejection().orElseThrow().code()).isEqualTo(RejectionCode.BUSY);
      }
    }
  }

  @Test
  void aFileThatIsGoneBeforeItsResendFailsAsUnreadable(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "a");
    FakeMaster.Script script =
        first(
            master -> {
              master.takeImage();
              Files.delete(file);
            });
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      CompletableFuture<Reply> gone = client.submit(file, Ask.DEFAULT);
      assertThatThrownBy(gone::get).hasCauseInstanceOf(IOException.class);
      assertThat(submit(client, 1).get(0).get().status()).isEqualTo(Status.COMPLETE);
    }
  }

  @Test
  void closingEndsTheAttemptsToReconnect() throws Exception {
    FakeMaster master = new FakeMaster(FakeMaster.Dialogue::takeImage);
    TaskClient client = TaskClient.connect(master.config());
    CompletableFuture<Reply> reply = submit(client, 1).get(0);
    master.close();
    client.close();
    assertThatThrownBy(reply::get).hasMessageContaining("closed");
  }

  private static List<CompletableFuture<Reply>> submit(TaskClient client, int images)
      throws InterruptedException {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      replies.add(client.submit(Integer.toString(i).getBytes(UTF_8), Ask.DEFAULT));
    }
    return replies;
  }

  private static List<Reply> all(List<CompletableFuture<Reply>> replies) {
    return replies.stream().map(CompletableFuture::join).toList();
  }

  /** The id of each image that arrived. */
  private static List<String> ids(FakeMaster master) {
    return master.commands.stream()
        .map(ID::matcher)
        .filter(Matcher::matches)
        .map(id -> id.group(1))
        .toList();
  }
}
