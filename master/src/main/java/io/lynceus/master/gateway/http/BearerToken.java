package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.AccessToken;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;

/** Asks requests for the token, as {@code Authorization: Bearer TOKEN}. */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final AccessToken token;

  BearerToken(AccessToken token) {
    this.token = token;
  }

  /**
   * @throws RefusedRequestException when the request does not name it
   */
  void require(HttpExchange exchange) throws RefusedRequestException {
    if (!token.opensWith(offered(exchange))) {
      throw refusal("tasks.token");
    }
  }

  /**
   * Asks for the administrators' token, if they have one of their own.
   *
   * @throws RefusedRequestException when the request does not name it
   */
  void requireAdministrators(HttpExchange exchange) throws RefusedRequestException {
    if (token.separatesAdministrators() && !token.isAdministrators(offered(exchange))) {
      throw refusal("tasks.admin-token");
    }
    require(exchange);
  }

  private static String offered(HttpExchange exchange) {
    return exchange
        .header("Authorization")
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .orElse("");
  }

  private static RefusedRequestException refusal(String setting) {
    return new RefusedRequestException(
        new Rejection(
            RejectionCode.UNAUTHORIZED,
            "the master wants its %s: send the header 'Authorization: Bearer TOKEN'"
                .formatted(setting)));
  }
}
