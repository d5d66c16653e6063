package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.access.TokenHash;
import java.util.Optional;

/**
 * Lets requests in by their token: the field {@code api_key} of the form, or the header {@code
 * Authorization: Bearer TOKEN}. It is the port's own token, or one of the master's that may send
 * images. The answer to a wrong one comes late. Called on the event loop of the request.
 */
final class ApiKeys {
  private static final String SCHEME = "Bearer ";
  private static final String HOW =
      "send compat.token, or a token of the master, as the field api_key of the form or in the"
          + " header 'Authorization: Bearer TOKEN'";

  private final CompatConfig.Access access;
  private final Gateway gateway;
  private final WrongTokens.Door door;

  /**
   * @param gateway has the master's tokens
   * @param door told of wrong tokens and of right ones
   */
  ApiKeys(CompatConfig.Access access, Gateway gateway, WrongTokens.Door door) {
    this.access = access;
    this.gateway = gateway;
    this.door = door;
  }

  private boolean required() {
    return !access.open() && (access.token().isPresent() || gateway.token().required());
  }

  /**
   * What the header says of who asks.
   *
   * @return empty if the form has to tell
   * @throws FailureException for a wrong token, and one that may not send images
   */
  Optional<Grant> ofHeader(HttpExchange exchange) throws FailureException {
    if (!required()) {
      return Optional.of(Grant.WITHOUT_TOKEN);
    }
    Optional<String> offered =
        exchange
            .header("Authorization")
            .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .map(header -> header.substring(SCHEME.length()).strip());
    return offered.isEmpty() ? Optional.empty() : Optional.of(grantOf(exchange, offered.get()));
  }

  /**
   * What a token allows.
   *
   * @throws FailureException for a wrong token, and one that may not send images
   */
  Grant grantOf(HttpExchange exchange, String offered) throws FailureException {
    TokenHash hash = TokenHash.of(offered);
    Optional<Grant> own =
        access.token().filter(token -> token.hash().equals(hash)).map(NamedToken::grant);
    Optional<Grant> grant = own.or(() -> gateway.token().grantOf(offered));
    if (grant.isEmpty()) {
      if (!offered.isEmpty()) {
        exchange.delayResponse(door.wrong(exchange.client()));
      }
      throw new FailureException(Failure.unauthorized("the token is wrong: " + HOW));
    }
    if (!grant.get().may(Right.SEND)) {
      throw new FailureException(Failure.forbidden(grant.get().refusal(Right.SEND)));
    }
    door.right(exchange.client());
    exchange.waivePace();
    return grant.get();
  }

  /** There is no token, and there has to be one. */
  FailureException missing() {
    return new FailureException(Failure.unauthorized("this port wants a token: " + HOW));
  }
}
