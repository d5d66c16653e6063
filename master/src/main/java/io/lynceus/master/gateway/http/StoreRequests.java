package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.search.StoreDesk;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** What requests to the store share: how they are refused. Stateless. */
final class StoreRequests {
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Optional<StoreDesk> desk;

  /**
   * @param desk empty if the master has no store
   */
  StoreRequests(Optional<StoreDesk> desk) {
    this.desk = desk;
  }

  /** What is done with a request that is let in. */
  interface Request {
    void serve(StoreDesk desk) throws BadCommandException;
  }

  /** Serves a client that may ask. */
  void serve(HttpExchange exchange, Request request) {
    exchange.waivePace(); // strangers' pace is for those who have not shown that they may ask
    try {
      if (desk.isEmpty()) {
        exchange.respond(
            notFound("this master has no store: set store.enabled = true, and start it again"));
      } else {
        request.serve(desk.get());
      }
    } catch (BadCommandException e) {
      exchange.respond(
          Responses.problem(
              new Rejection(RejectionCode.BAD_COMMAND, String.valueOf(e.getMessage()))));
    }
  }

  /** Answers with what the store says, or with its refusal. */
  static <T> void respond(
      HttpExchange exchange, CompletableFuture<T> answer, Function<T, HttpResponse> response) {
    exchange.respond(answer.thenApply(response).exceptionally(StoreRequests::refusal));
  }

  static HttpResponse notFound(String message) {
    return Responses.problem(NOT_FOUND, new Rejection(RejectionCode.BAD_COMMAND, message));
  }

  /** Too much is asked of the store at once. */
  static HttpResponse busy(String message) {
    return Responses.problem(
        UNAVAILABLE, new Rejection(RejectionCode.BUSY, message, Optional.of(RETRY)));
  }

  /**
   * The response to what the store could not do.
   *
   * @throws IllegalStateException for a failure of this program
   */
  static HttpResponse refusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    if (!(cause instanceof StoreException refused)) {
      throw new IllegalStateException(cause);
    }
    String message = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case UNAVAILABLE, TOO_SLOW -> busy(message);
      case REFUSED -> Responses.problem(new Rejection(RejectionCode.BAD_COMMAND, message));
    };
  }
}
