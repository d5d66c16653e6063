package io.lynceus.master.gateway.http;

import io.lynceus.common.http.Cached;
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
import io.lynceus.model.tasks.ClusterTasks;
import io.lynceus.protocol.reply.CamerasJson;
import io.lynceus.protocol.reply.LabelsJson;
import io.lynceus.protocol.reply.StatusJson;
import io.lynceus.protocol.reply.TasksJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers questions about the cluster. Any thread may call it. */
final class StatusHandlers {
  private final BooleanSupplier closing;

  /** For questions whose answers are made for each. */
  private final Cached<ClusterStatus> state;

  private final Cached<HttpResponse> status;
  private final Cached<HttpResponse> labels;
  private final Cached<HttpResponse> cameras;
  private final Cached<ClusterTasks> tasks;
  private final Cached<HttpResponse> metrics;

  /**
   * @param page makes the page of {@code /metrics}; called by any thread
   */
  StatusHandlers(Gateway gateway, BooleanSupplier closing, Function<ClusterStatus, String> page) {
    this.closing = closing;
    LongSupplier clock = System::nanoTime;
    state = new Cached<>(gateway::status, clock);
    status = new Cached<>(() -> made(gateway.status(), StatusHandlers::shown), clock);
    labels =
        new Cached<>(
            () ->
                made(
                    gateway.intake().labels(), told -> Responses.json(200, LabelsJson.write(told))),
            clock);
    cameras =
        new Cached<>(
            () ->
                CompletableFuture.completedFuture(
                    Responses.json(200, CamerasJson.write(gateway.cameras().status()))),
            clock);
    tasks = new Cached<>(gateway.intake()::tasks, clock);
    metrics =
        new Cached<>(
            () ->
                gateway
                    .status()
                    .handleAsync(
                        (told, failure) ->
                            responseTo(told, it -> Responses.metrics(page.apply(it)))),
            clock);
  }

  private static <T> CompletableFuture<HttpResponse> made(
      CompletableFuture<T> state, Function<T, HttpResponse> response) {
    return state.handle((told, failure) -> responseTo(told, response));
  }

  /** Dispatch tells no state only when it is at its end. */
  private static <T> HttpResponse responseTo(
      @Nullable T state, Function<T, HttpResponse> response) {
    return state == null ? Responses.problem(Refusals.SHUTTING_DOWN) : response.apply(state);
  }

  private static HttpResponse shown(ClusterStatus status) {
    return Responses.json(200, StatusJson.write(status));
  }

  /** {@code GET /v1/status}. */
  void status(HttpExchange exchange) {
    answer(
        exchange,
        () -> {
          Optional<String> wait = Query.only("wait", exchange.query());
          if (wait.isEmpty()) {
            return status.get();
          }
          Duration target = AskParser.duration("wait", wait.get(), Duration.ZERO);
          return made(state.get(), told -> shown(Gateway.estimated(told, target)));
        });
  }

  /** {@code GET /v1/labels}. */
  void labels(HttpExchange exchange) {
    answer(
        exchange,
        () -> {
          Query.requireNone(exchange.query());
          return labels.get();
        });
  }

  /** {@code GET /v1/cameras}. */
  void cameras(HttpExchange exchange) {
    answer(
        exchange,
        () -> {
          Query.requireNone(exchange.query());
          return cameras.get();
        });
  }

  /** {@code GET /v1/tasks}. */
  void tasks(HttpExchange exchange) {
    answer(
        exchange,
        () -> {
          Optional<String> word = Query.only("state", exchange.query());
          Function<ClusterTasks, ClusterTasks> wanted = ClusterTasks::oldest;
          if (word.isPresent()) {
            ClusterTasks.State state =
                Arrays.stream(ClusterTasks.State.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word.get()))
                    .findFirst()
                    .orElseThrow(() -> new BadCommandException("state is queued or running"));
            wanted = told -> told.in(state);
          }
          return made(
              tasks.get().thenApplyAsync(wanted), // not on the dispatch thread
              told -> Responses.json(200, TasksJson.write(told)));
        });
  }

  /** {@code GET /healthz}: any response says that the process lives. */
  void health(HttpExchange exchange) {
    exchange.respond(Responses.json(200, "{\"healthy\":true}"));
  }

  /** {@code GET /readyz}. */
  void readiness(HttpExchange exchange) {
    exchange.respond(made(state.get(), this::ready));
  }

  private HttpResponse ready(ClusterStatus told) {
    boolean ready =
        !closing.getAsBoolean()
            && told.slaves().stream().anyMatch(slave -> slave.state() == State.READY);
    return Responses.json(ready ? 200 : 503, "{\"ready\":" + ready + "}");
  }

  /** {@code GET /metrics}. */
  void metrics(HttpExchange exchange) {
    exchange.respond(metrics.get());
  }

  /** A question about the cluster. */
  private interface Question {
    CompletableFuture<HttpResponse> ask() throws BadCommandException;
  }

  /** Answers a question. */
  private void answer(HttpExchange exchange, Question question) {
    try {
      exchange.respond(question.ask());
    } catch (BadCommandException e) {
      exchange.respond(Responses.problem(new Rejection(RejectionCode.BAD_COMMAND, e.getMessage())));
    }
  }
}
