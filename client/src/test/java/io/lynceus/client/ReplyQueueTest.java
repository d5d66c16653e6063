package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.protocol.reply.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplyQueueTest {
  private final ReplyQueue queue = new ReplyQueue();

  @Test
  void patienceIsEndlessWhenNothingIsOwedAndElseIncludesTheDeadline() {
    assertThat(queue.patience(5)).isEqualTo(Long.MAX_VALUE);
    queue.add(new CompletableFuture<>(), Optional.of(Duration.ofNanos(7)));
    assertThat(queue.patience(5)).isEqualTo(12);
    assertThat(queue.take()).isNotNull();
    assertThat(queue.take()).isNull();
  }

  @Test
  void theFirstCauseStays() {
    ConnectionLostException first = new ConnectionLostException("first", null);
    assertThat(queue.fail(first)).isZero();
    queue.fail(new ConnectionLostException("second", null));
    CompletableFuture<Reply> late = new CompletableFuture<>();
    assertThat(queue.add(late, Optional.empty())).isFalse();
    assertThat(late).isCompletedExceptionally();
    assertThat(late.handle((reply, cause) -> cause).join()).isSameAs(first);
  }
}
