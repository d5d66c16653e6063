package io.lynceus.master.gateway.http;

import io.lynceus.common.http.CachedResponse;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.LabelsJson;
import io.lynceus.protocol.reply.StatusJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers questions about the cluster. Any thread may call it. */
final class StatusHandlers {
  private final Gateway gateway;
  private final BearerToken token;
  private final BooleanSupplier closing;
  private final CachedResponse metrics;

  /**
   * @param page makes the page of {@code /metrics}; called by any thread
   */
  StatusHandlers(
      Gateway gateway,
      BearerToken token,
      BooleanSupplier closing,
      Function<ClusterStatus, String> page) {
    this.gateway = gateway;
    this.token = token;
    this.closing = closing;
    this.metrics =
        new CachedResponse(
            () ->
                gateway
                    .status()
                    .handleAsync(
                        (status, failure) ->
                            responseTo(status, it -> Responses.metrics(page.apply(it)))),
            System::nanoTime);
  }

  /** {@code GET /v1/status}. */
  void status(HttpExchange exchange) {
    answer(
        exchange,
        () -> {
          Optional<String> wait = Query.only("wait", exchange.query());
          return wait.isEmpty()
              ? gateway.status()
              : gateway.status(AskParser.duration("wait", wait.get(), Duration.ZERO));
        },
        status -> Responses.json(200, StatusJson.write(status)));
  }

  /** {@code GET /v1/labels}. */
  void labels(HttpExchange exchange) {
    answer(
        exchange,
        () -> {
          Query.requireNone(exchange.query());
          return gateway.intake().labels();
        },
        labels -> Responses.json(200, LabelsJson.write(labels)));
  }

  /** {@code GET /healthz}: any response says that the process lives. */
  void health(HttpExchange exchange) {
    exchange.respond(Responses.json(200, "{\"healthy\":true}"));
  }

  /** {@code GET /readyz}. */
  void readiness(HttpExchange exchange) {
    respond(
        exchange,
        gateway.status(),
        status -> {
          boolean ready =
              !closing.getAsBoolean()
                  && status.slaves().stream().anyMatch(slave -> slave.state() == State.READY);
          return Responses.json(ready ? 200 : 503, "{\"ready\":" + ready + "}");
        });
  }

  /** {@code GET /metrics}. */
  void metrics(HttpExchange exchange) {
    exchange.respond(metrics.get());
  }

  /** A question about the cluster. */
  private interface Question<T> {
    CompletableFuture<T> ask() throws BadCommandException;
  }

  /** Answers a question that needs the token. */
  private <T> void answer(
      HttpExchange exchange, Question<T> question, Function<T, HttpResponse> response) {
    try {
      token.require(exchange);
      respond(exchange, question.ask(), response);
    } catch (BadCommandException e) {
      exchange.respond(Responses.problem(new Rejection(RejectionCode.BAD_COMMAND, e.getMessage())));
    } catch (RefusedRequestException e) {
      exchange.respond(Responses.problem(e.rejection()));
    }
  }

  private static <T> void respond(
      HttpExchange exchange, CompletableFuture<T> state, Function<T, HttpResponse> response) {
    var unused =
        state.whenComplete((told, failure) -> exchange.respond(() -> responseTo(told, response)));
  }

  /** Dispatch tells no state only when it is at its end. */
  private static <T> HttpResponse responseTo(
      @Nullable T state, Function<T, HttpResponse> response) {
    return state == null ? Responses.problem(Refusals.SHUTTING_DOWN) : response.apply(state);
  }
}
