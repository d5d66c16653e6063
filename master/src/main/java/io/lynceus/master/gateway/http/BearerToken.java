package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;

/**
 * Asks requests for the token, as {@code Authorization: Bearer TOKEN}. The response to a wrong one
 * comes late. Its methods are called on the event loop of the request.
 */
final class BearerToken {
  private static final String SCHEME = "Bearer ";
  private static final String HOW = "send the header 'Authorization: Bearer TOKEN'";

  private final AccessToken token;
  private final WrongTokens.Door door;

  /**
   * @param door told of wrong tokens and of right ones
   */
  BearerToken(AccessToken token, WrongTokens.Door door) {
    this.token = token;
    this.door = door;
  }

  /**
   * @throws RefusedRequestException when the request does not name it
   */
  void require(HttpExchange exchange) throws RefusedRequestException {
    String offered = offered(exchange);
    if (!token.opensWith(offered)) {
      throw refusal(exchange, offered, "the master wants its tasks.token: " + HOW);
    }
    if (token.required()) {
      letIn(exchange);
    }
  }

  /**
   * Asks for the administrators' token.
   *
   * @throws RefusedRequestException when the request does not name it
   */
  void requireAdministrators(HttpExchange exchange) throws RefusedRequestException {
    String offered = offered(exchange);
    if (!token.isAdministrators(offered)) {
      throw refusal(exchange, offered, token.administratorsOnly(HOW));
    }
    letIn(exchange);
  }

  private void letIn(HttpExchange exchange) {
    door.right(exchange.client());
    exchange.waivePace();
  }

  private static String offered(HttpExchange exchange) {
    return exchange
        .header("Authorization")
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .orElse("");
  }

  private RefusedRequestException refusal(HttpExchange exchange, String offered, String message) {
    if (token.isGuess(offered)) {
      exchange.delayResponse(door.wrong(exchange.client()));
    }
    return new RefusedRequestException(new Rejection(RejectionCode.UNAUTHORIZED, message));
  }
}
