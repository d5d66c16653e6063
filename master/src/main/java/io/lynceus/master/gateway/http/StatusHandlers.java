package io.lynceus.master.gateway.http;

import io.javalin.http.Context;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.protocol.reply.StatusJson;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers questions about the cluster. Any thread may call it. */
final class StatusHandlers {
  private final Gateway gateway;
  private final BearerToken token;
  private final Executor pool;
  private final BooleanSupplier closing;

  StatusHandlers(Gateway gateway, BearerToken token, Executor pool, BooleanSupplier closing) {
    this.gateway = gateway;
    this.token = token;
    this.pool = pool;
    this.closing = closing;
  }

  /** {@code GET /v1/status}. */
  void status(Context ctx) {
    try {
      token.require(ctx);
      ask(ctx, status -> Answer.json(200, StatusJson.write(status)));
    } catch (RefusedRequestException e) {
      answer(ctx, Answer.problem(e.rejection()));
    }
  }

  /** {@code GET /healthz}: that it answers says it all. */
  void health(Context ctx) {
    answer(ctx, Answer.json(200, "{\"healthy\":true}"));
  }

  /** {@code GET /readyz}. */
  void readiness(Context ctx) {
    ask(
        ctx,
        status -> {
          boolean ready =
              !closing.getAsBoolean()
                  && status.slaves().stream().anyMatch(slave -> slave.state() == State.READY);
          return Answer.json(ready ? 200 : 503, "{\"ready\":" + ready + "}");
        });
  }

  /** {@code GET /metrics}. */
  void metrics(Context ctx, Function<ClusterStatus, String> page) {
    ask(ctx, status -> Answer.metrics(page.apply(status)));
  }

  private void ask(Context ctx, Function<ClusterStatus, Answer> answer) {
    ctx.future(
        () ->
            gateway
                .status()
                .handleAsync((status, failure) -> answerOf(status, answer), pool)
                .thenCompose(made -> AnswerWriter.write(ctx.res(), made)));
  }

  /** Dispatch has no state to tell only when it is at its end. */
  private static Answer answerOf(
      @Nullable ClusterStatus status, Function<ClusterStatus, Answer> answer) {
    return status == null ? Answer.problem(Refusals.SHUTTING_DOWN) : answer.apply(status);
  }

  /** Writes an answer that is there already. */
  static void answer(Context ctx, Answer answer) {
    ctx.future(() -> AnswerWriter.write(ctx.res(), answer));
  }
}
