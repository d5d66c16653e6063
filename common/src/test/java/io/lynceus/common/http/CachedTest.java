package io.lynceus.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CachedTest {
  private final List<CompletableFuture<HttpResponse>> making = new ArrayList<>();
  private long now;
  private final Cached<HttpResponse> page =
      new Cached<>(
          () -> {
            making.add(new CompletableFuture<>());
            return making.get(making.size() - 1);
          },
          () -> now);

  @Test
  void requestsWithinASecondShareAPageEvenWhileItIsMade() {
    CompletableFuture<HttpResponse> first = page.get();
    assertThat(page.get()).isSameAs(first);
    HttpResponse made = HttpResponse.text(200, "text/plain", "page");
    making.get(0).complete(made);
    now = TimeUnit.SECONDS.toNanos(1) - 1;
    assertThat(page.get()).isCompletedWithValue(made);
    now++;
    assertThat(page.get()).isNotDone();
    assertThat(making).hasSize(2);
  }

  @Test
  void aPageThatCouldNotBeMadeIsTriedAgain() {
    CompletableFuture<HttpResponse> failed = page.get();
    making.get(0).completeExceptionally(new IllegalStateException("on purpose"));
    assertThat(failed).isCompletedExceptionally();
    assertThat(page.get()).isNotDone();
    assertThat(making).hasSize(2);
  }

  @Test
  void whatIsOutOfDateIsMadeAnew() {
    var unused = page.get();
    making.get(0).complete(HttpResponse.text(200, "text/plain", "page"));
    page.forget();
    assertThat(page.get()).isNotDone();
    assertThat(making).hasSize(2);
  }
}
