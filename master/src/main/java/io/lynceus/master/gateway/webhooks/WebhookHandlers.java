package io.lynceus.master.gateway.webhooks;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.Problems;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.webhooks.Webhooks;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** Answers {@code /v1/webhooks} and below. Any thread may call it. */
public final class WebhookHandlers {
  private static final int MOST_LISTED = 500;
  private static final int USUAL = 50;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final Webhooks webhooks;
  private final Problems problems;
  private final AuditTrail audit;

  /**
   * @param problems makes refusals
   * @param audit hears of what is sent again
   */
  public WebhookHandlers(Webhooks webhooks, Problems problems, AuditTrail audit) {
    this.webhooks = webhooks;
    this.problems = problems;
    this.audit = audit;
  }

  /** {@code GET}: all webhooks, and how they do. */
  public void list(HttpExchange exchange) {
    exchange.respond(json(WebhookJson.list(webhooks.states())));
  }

  /** {@code GET …/dead}: messages that were given up. */
  public void dead(HttpExchange exchange) {
    int limit = USUAL;
    Optional<String> name = Optional.empty();
    try {
      for (String parameter :
          exchange.query().filter(text -> !text.isEmpty()).stream()
              .flatMap(query -> Stream.of(query.split("&", -1)))
              .toList()) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        if (parameter.startsWith("webhook=")) {
          name = Optional.of(value);
        } else if (parameter.startsWith("limit=")) {
          limit = limit(value);
        } else {
          throw new BadCommandException("the parameters here are webhook and limit");
        }
      }
    } catch (BadCommandException e) {
      exchange.respond(problems.response(BAD_REQUEST, String.valueOf(e.getMessage())));
      return;
    }
    if (name.isPresent() && !webhooks.has(name.get())) {
      exchange.respond(unknown(name.get()));
      return;
    }
    int most = limit;
    respond(
        exchange,
        webhooks.dead(name, most),
        items -> json(WebhookJson.dead(items.subList(0, Math.min(most, items.size())))));
  }

  private static int limit(String text) throws BadCommandException {
    int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST_LISTED) {
      throw new BadCommandException("limit is a whole number from 1 to " + MOST_LISTED);
    }
    return limit;
  }

  /** {@code POST …/{name}/test}: tells the receiver of an event that did not happen. */
  public BodyReader test(HttpExchange exchange, Grant grant) {
    String name = exchange.pathVariable("name");
    Optional<CompletableFuture<Webhooks.Tried>> tried = webhooks.test(name);
    if (tried.isEmpty()) {
      exchange.respond(unknown(name));
    } else {
      respond(exchange, tried.get(), answer -> json(WebhookJson.tried(answer)));
    }
    return BodyReader.NONE;
  }

  /** {@code POST …/{name}/retry}: sends again what was given up. */
  public BodyReader retry(HttpExchange exchange, Grant grant) {
    String name = exchange.pathVariable("name");
    if (webhooks.has(name)) {
      tell(exchange, grant, name);
      respond(exchange, webhooks.retry(name), number -> json(WebhookJson.retried(number)));
    } else {
      exchange.respond(unknown(name));
    }
    return BodyReader.NONE;
  }

  /** {@code POST …/dead/{id}/retry}: sends one message again. */
  public BodyReader retryMessage(HttpExchange exchange, Grant grant) {
    String id = exchange.pathVariable("id");
    tell(exchange, grant, id);
    respond(
        exchange,
        webhooks.retryMessage(id),
        number ->
            number > 0
                ? json(WebhookJson.retried(number))
                : problems.response(
                    NOT_FOUND,
                    "no message of that id was given up: GET /v1/webhooks/dead lists them"));
    return BodyReader.NONE;
  }

  private void tell(HttpExchange exchange, Grant grant, String what) {
    audit.tell(
        "webhook-retry",
        Map.of("what", what, "token", grant.name(), "from", AddressText.of(exchange.client())));
  }

  private HttpResponse unknown(String name) {
    return problems.response(
        NOT_FOUND,
        "there is no webhook '" + name + "' in master.conf: GET /v1/webhooks lists those that are");
  }

  private static HttpResponse json(String text) {
    return HttpResponse.text(200, "application/json", text);
  }

  private <T> void respond(
      HttpExchange exchange, CompletableFuture<T> done, Function<T, HttpResponse> response) {
    exchange.respond(
        done.thenApply(response)
            .exceptionally(
                failure ->
                    problems.response(
                        UNAVAILABLE, "the store does not answer now: ask again later")));
  }
}
