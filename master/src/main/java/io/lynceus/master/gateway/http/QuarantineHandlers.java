package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.Cached;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.QuarantineJson;
import java.util.concurrent.CompletableFuture;

/** Tells what is quarantined, and clears it. Any thread may call it. */
final class QuarantineHandlers {
  private static final String IMAGE = "image=";
  private static final int NOT_FOUND = 404;

  private final Gateway gateway;
  private final Cached<HttpResponse> list;

  QuarantineHandlers(Gateway gateway) {
    this.gateway = gateway;
    this.list =
        new Cached<>(
            () ->
                gateway
                    .intake()
                    .quarantined()
                    .thenApply(all -> Responses.json(200, QuarantineJson.quarantined(all))),
            System::nanoTime);
  }

  /** {@code GET /v1/quarantine}. */
  void list(HttpExchange exchange) {
    respond(exchange, list.get());
  }

  /** {@code DELETE /v1/quarantine?image=HASH}, or {@code image=all}. */
  BodyReader clear(HttpExchange exchange, Grant grant) {
    try {
      String hash = hashOf(exchange);
      respond(
          exchange,
          gateway
              .intake()
              .clear(hash)
              .whenComplete((clearing, failure) -> list.forget())
              .thenApply(
                  clearing ->
                      Refusals.of(hash, clearing)
                          .map(QuarantineHandlers::refusal)
                          .orElseGet(
                              () ->
                                  Responses.json(200, QuarantineJson.cleared(clearing.found())))));
    } catch (BadCommandException e) {
      exchange.respond(
          Responses.problem(
              new Rejection(RejectionCode.BAD_COMMAND, String.valueOf(e.getMessage()))));
    }
    return BodyReader.NONE;
  }

  private static String hashOf(HttpExchange exchange) throws BadCommandException {
    String query = exchange.query().orElse("");
    if (!query.startsWith(IMAGE)) {
      throw new BadCommandException(
          "say which image: DELETE /v1/quarantine?image=HASH, or image=all");
    }
    return AskParser.quarantinedHash(query.substring(IMAGE.length()));
  }

  private static HttpResponse refusal(Rejection rejection) {
    return rejection.code() == RejectionCode.BAD_COMMAND
        ? Responses.problem(NOT_FOUND, rejection.message())
        : Responses.problem(rejection);
  }

  /** Dispatch answers nothing only when it is at its end. */
  private static void respond(HttpExchange exchange, CompletableFuture<HttpResponse> response) {
    var unused =
        response
            .exceptionally(failure -> Responses.problem(Refusals.SHUTTING_DOWN))
            .thenAccept(exchange::respond);
  }
}
