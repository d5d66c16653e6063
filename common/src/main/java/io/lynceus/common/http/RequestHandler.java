package io.lynceus.common.http;

/**
 * Answers the requests of one route. Called on the event loop of the connection, which it must not
 * block; it responds at once or later.
 */
@FunctionalInterface
public interface RequestHandler {

  /**
   * A request has come, its body not yet. A handler that throws an exception has its request
   * answered with status 500.
   *
   * @return what takes the body. After a response the rest of the body is dropped.
   */
  BodyReader handle(HttpExchange exchange);
}
