package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.RequestHandler;
import io.lynceus.common.http.Routes;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.model.Ask;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Routes for those who may: each says which right its client needs, and its handler is called with
 * no other client. Filled by one thread.
 */
final class GuardedRoutes {
  private final Routes routes;
  private final Guard guard;

  GuardedRoutes(Routes routes, Guard guard) {
    this.routes = routes;
    this.guard = guard;
  }

  /** Answers a request whose client may make it. */
  @FunctionalInterface
  interface Handler {
    /**
     * As {@link RequestHandler#handle}.
     *
     * @param grant what the client may do
     */
    BodyReader handle(HttpExchange exchange, Grant grant);
  }

  /** Adds a route for {@code GET} and {@code HEAD}. */
  GuardedRoutes get(String path, Right right, Consumer<HttpExchange> handler) {
    routes.get(path, exchange -> guarded(exchange, right, withoutBody(handler)));
    return this;
  }

  /** Adds a route for {@code GET} and {@code HEAD} whose handler asks who the client is. */
  GuardedRoutes get(String path, Right right, BiConsumer<HttpExchange, Grant> handler) {
    routes.get(path, exchange -> guarded(exchange, right, withoutBody(handler)));
    return this;
  }

  /** Adds a route for {@code GET} and {@code HEAD} for every client that is let in. */
  GuardedRoutes get(String path, BiConsumer<HttpExchange, Grant> handler) {
    routes.get(path, exchange -> known(exchange, handler));
    return this;
  }

  /** Adds a route for {@code DELETE}. */
  GuardedRoutes delete(String path, Right right, Handler handler) {
    routes.delete(path, exchange -> guarded(exchange, right, handler));
    return this;
  }

  /** Adds a route for {@code POST}. */
  GuardedRoutes post(String path, Right right, Handler handler) {
    routes.post(path, exchange -> guarded(exchange, right, handler));
    return this;
  }

  /** Adds a route for {@code PUT}. */
  GuardedRoutes put(String path, Right right, Handler handler) {
    routes.put(path, exchange -> guarded(exchange, right, handler));
    return this;
  }

  private static Handler withoutBody(Consumer<HttpExchange> handler) {
    return (exchange, grant) -> {
      handler.accept(exchange);
      return BodyReader.NONE;
    };
  }

  private static Handler withoutBody(BiConsumer<HttpExchange, Grant> handler) {
    return (exchange, grant) -> {
      handler.accept(exchange, grant);
      return BodyReader.NONE;
    };
  }

  private void known(HttpExchange exchange, BiConsumer<HttpExchange, Grant> handler) {
    try {
      handler.accept(exchange, guard.who(exchange));
    } catch (RefusedRequestException e) {
      exchange.respond(Responses.of(e, Ask.DEFAULT));
    }
  }

  private BodyReader guarded(HttpExchange exchange, Right right, Handler handler) {
    Grant grant;
    try {
      grant = guard.require(exchange, right);
    } catch (RefusedRequestException e) {
      exchange.respond(Responses.of(e, Ask.DEFAULT)); // a stranger's id is not read
      return BodyReader.NONE;
    }
    return handler.handle(exchange, grant);
  }
}
