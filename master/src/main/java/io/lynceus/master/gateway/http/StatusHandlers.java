package io.lynceus.master.gateway.http;

import io.lynceus.common.http.CachedResponse;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.protocol.reply.StatusJson;
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
    try {
      token.require(exchange);
      ask(exchange, status -> Responses.json(200, StatusJson.write(status)));
    } catch (RefusedRequestException e) {
      exchange.respond(Responses.problem(e.rejection()));
    }
  }

  /** {@code GET /healthz}: any response says that the process lives. */
  void health(HttpExchange exchange) {
    exchange.respond(Responses.json(200, "{\"healthy\":true}"));
  }

  /** {@code GET /readyz}. */
  void readiness(HttpExchange exchange) {
    ask(
        exchange,
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

  private void ask(HttpExchange exchange, Function<ClusterStatus, HttpResponse> response) {
    var unused =
        gateway
            .status()
            .whenComplete(
                (status, failure) -> exchange.respond(() -> responseTo(status, response)));
  }

  /** Dispatch tells no state only when it is at its end. */
  private static HttpResponse responseTo(
      @Nullable ClusterStatus status, Function<ClusterStatus, HttpResponse> response) {
    return status == null ? Responses.problem(Refusals.SHUTTING_DOWN) : response.apply(status);
  }
}
