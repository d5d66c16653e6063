package io.lynceus.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TaskClientIT {
  private static final FakeMaster.Script REPLY_TO_ALL =
      master -> {
        for (int seq = 1; master.takeImage(); seq++) {
          master.sayComplete(seq);
        }
      };

  @Test
  void everyImageGetsItsOwnReplyInOrder() throws Exception {
    try (FakeMaster master = new FakeMaster(REPLY_TO_ALL);
        TaskClient client = TaskClient.connect(master.config())) {
      List<CompletableFuture<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        replies.add(client.submit(("image " + i).getBytes(UTF_8), Ask.DEFAULT));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(replies.get(i).get().name()).contains(String.valueOf(i + 1));
        assertThat(master.images.get(i)).isEqualTo("image " + i);
      }
      assertThat(master.commands.get(0)).isEqualTo("STREAM");
    }
  }

  @Test
  void aFileIsSentWithItsExactSizeAndTheToken(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.jpg"), "JPEG\nANALYZE size=3\n");
    try (FakeMaster master = new FakeMaster(REPLY_TO_ALL);
        TaskClient client =
            TaskClient.connect(master.config().withToken(Optional.of("a \"secret\"")))) {
      client.submit(file, Ask.DEFAULT.withName("front door")).get();
      assertThat(master.commands)
          .containsExactly("AUTH \"a \\\"secret\\\"\"", "STREAM", master.commands.get(2));
      assertThat(master.commands.get(2)).matches("ANALYZE size=20 id=\\S{36} name=\"front door\"");
      assertThat(master.images).containsExactly("JPEG\nANALYZE size=3\n");
    }
  }

  @Test
  void aFileThatShrinksIsFilledUpWithZeros() throws Exception {
    try (FakeMaster master = new FakeMaster(REPLY_TO_ALL);
        TaskSocket connection = TaskSocket.open(master.config())) {
      connection.write("ANALYZE size=5\n");
      connection.write(new ByteArrayInputStream("abc".getBytes(UTF_8)), 5);
      assertThat(connection.readLine(() -> Long.MAX_VALUE)).contains("complete");
      assertThat(master.images).containsExactly("abc\0\0");
    }
  }

  @Test
  void aFullWindowDelaysTheNextImage() throws Exception {
    CountDownLatch replyNow = new CountDownLatch(1);
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.takeImage();
          awaitLatch(replyNow);
          master.sayComplete(1);
          master.takeImage();
          master.takeLine();
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config().withWindow(2))) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 3; i++) {
                    assertThat(client.submit(new byte[] {1}, Ask.DEFAULT)).isNotNull();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      caller.start();
      await().until(() -> master.images.size() == 2 && caller.getState() == Thread.State.WAITING);
      replyNow.countDown();
      caller.join();
      await().until(() -> master.images.size() == 3);
    }
  }

  @Test
  void submittingOnTheReplyThreadIsRefused() throws Exception {
    CountDownLatch chained = new CountDownLatch(1);
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          awaitLatch(chained);
          master.sayComplete(1);
          master.takeRest();
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      CompletableFuture<Reply> second =
          client
              .submit(new byte[] {1}, Ask.DEFAULT)
              .thenCompose(
                  reply -> {
                    try {
                      return client.submit(new byte[] {2}, Ask.DEFAULT);
                    } catch (InterruptedException e) {
                      return CompletableFuture.failedFuture(e);
                    }
                  });
      chained.countDown();
      assertThatThrownBy(second::get).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aStreamIsSentUnchangedAndItsRepliesArriveInOrder() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeLine();
          master.takeLine();
          String rest = master.takeRest();
          master.sayComplete(1);
          master.sayComplete(rest.length());
        };
    try (FakeMaster master = new FakeMaster(script);
        TaskClient client = TaskClient.connect(master.config())) {
      List<Long> seqs = new ArrayList<>();
      InputStream images = new ByteArrayInputStream(new byte[300_000]);
      client.submitStream(
          images, Ask.DEFAULT.withOption("edges", "png"), reply -> seqs.add(reply.seq()));
      assertThat(seqs).containsExactly(1L, 300_000L);
      assertThat(master.commands).contains("STREAM", "SET edges=png");
    }
  }

  @Test
  void statusUsesAConnectionOfItsOwn() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeLine();
          master.say(
              "{\"version\":\"1.0\",\"uptimeMs\":1500,\"tasks\":{\"waiting\":1,\"running\":2,"
                  + "\"complete\":3,\"partial\":4,\"rejected\":5},\"slaves\":[]}");
        };
    try (FakeMaster master = new FakeMaster(script)) {
      ClusterStatus status = TaskClient.status(master.config());
      assertThat(status.master().version()).isEqualTo("1.0");
      assertThat(status.tasks().rejected()).isEqualTo(5);
      assertThat(master.commands).containsExactly("STATUS");
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
