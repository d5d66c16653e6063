package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BatchIT {
  @TempDir Path folder;

  private Retries retries = new Retries(Duration.ofMinutes(1), Duration.ofSeconds(2));
  private final List<String> told = new ArrayList<>();
  private final Batch.Listener listener =
      new Batch.Listener() {
        @Override
        public void replied(Batch.Upload upload, Reply reply) {
          String code = reply.rejection().map(r -> " " + r.code()).orElse("");
          told.add(upload.file().getFileName() + " " + reply.status() + code);
        }

        @Override
        public void unreadable(Batch.Upload upload, IOException cause) {
          told.add(upload.file().getFileName() + " unreadable");
        }

        @Override
        public void lost(Batch.Upload upload) {
          told.add(upload.file().getFileName() + " lost");
        }
      };

  @Test
  void aBusyMasterIsAskedAgainAndTheOrderIsKept() throws Exception {
    FakeMaster.Script script =
        master -> {
          for (int seq = 1; master.takeImage(); seq++) {
            if (seq == 1 || seq == 4) {
              master.sayRejected(seq, "BUSY", ",\"retryAfterMs\":200");
            } else {
              master.sayComplete(seq);
            }
          }
        };
    try (FakeMaster master = new FakeMaster(script)) {
      submit(master, file("a"), file("b"), file("c"));
      assertThat(told)
          .containsExactly("a " + Status.COMPLETE, "b " + Status.COMPLETE, "c " + Status.COMPLETE);
      assertThat(master.images).containsExactly("a", "b", "c", "a", "a");
    }
  }

  @Test
  void aBusyMasterIsGivenUpAfterTheTimeout() throws Exception {
    FakeMaster.Script script =
        master -> {
          for (int seq = 1; master.takeImage(); seq++) {
            master.sayRejected(seq, "BUSY", ",\"retryAfterMs\":1");
          }
        };
    try (FakeMaster master = new FakeMaster(script)) {
      submit(master, file("a"));
      assertThat(told).containsExactly("a " + Status.REJECTED + " " + RejectionCode.BUSY);
      assertThat(master.images.size()).isGreaterThan(1);
    }
  }

  @Test
  void aVanishedFileIsReportedInItsPlace() throws Exception {
    FakeMaster.Script script =
        master -> {
          for (int seq = 1; master.takeImage(); seq++) {
            master.sayComplete(seq);
          }
        };
    try (FakeMaster master = new FakeMaster(script)) {
      submit(master, file("a"), folder.resolve("gone"), file("c"));
      assertThat(told)
          .containsExactly("a " + Status.COMPLETE, "gone unreadable", "c " + Status.COMPLETE);
    }
  }

  @Test
  void aFinalLossIsThrownAfterEachFileWithoutAReplyIsReported() throws Exception {
    FakeMaster.Script script =
        master -> {
          master.takeImage();
          master.sayComplete(1);
          master.takeImage();
          master.takeImage(); // closing with unread bytes could discard the reply (RFC 2525, 2.17)
        };
    retries = Retries.NONE;
    try (FakeMaster master = new FakeMaster(script)) {
      Path first = file("a");
      Path second = file("b");
      Path third = file("c");
      assertThatThrownBy(() -> submit(master, first, second, third))
          .isInstanceOf(ConnectionLostException.class);
      assertThat(told).containsExactly("a " + Status.COMPLETE, "b lost", "c lost");
    }
  }

  @Test
  void theOrderSurvivesALossOfTheMaster() throws Exception {
    FakeMaster.Script oneEach =
        master -> {
          if (master.takeImage()) {
            master.sayComplete(1);
            master.takeImage();
          }
        };
    try (FakeMaster master = new FakeMaster(oneEach)) {
      submit(master, file("a"), file("b"), file("c"));
      assertThat(told)
          .containsExactly("a " + Status.COMPLETE, "b " + Status.COMPLETE, "c " + Status.COMPLETE);
    }
  }

  private void submit(FakeMaster master, Path... files) throws Exception {
    List<Batch.Upload> uploads = new ArrayList<>();
    for (Path file : files) {
      uploads.add(new Batch.Upload(file, Ask.DEFAULT));
    }
    try (TaskClient client = TaskClient.connect(master.config().withRetries(retries))) {
      new Batch(client, listener).submit(uploads);
    }
  }

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), name);
  }
}
