package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.master.gateway.access.BrowserSessions;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.access.SessionCookie;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.util.Optional;

/**
 * Asks requests who makes them: by the header {@code Authorization: Bearer TOKEN}, which counts
 * more, or by the cookie of a session. The response to a wrong token comes late. Its methods are
 * called on the event loop of the request.
 */
final class Guard {
  private static final String SCHEME = "Bearer ";
  private static final String HOW = "send the header 'Authorization: Bearer TOKEN'";

  private final AccessToken token;
  private final BrowserSessions sessions;
  private final SessionCookie cookie;
  private final WrongTokens.Door door;

  /**
   * @param door told of wrong tokens and of right ones
   */
  Guard(AccessToken token, BrowserSessions sessions, SessionCookie cookie, WrongTokens.Door door) {
    this.token = token;
    this.sessions = sessions;
    this.cookie = cookie;
    this.door = door;
  }

  /**
   * Lets a request in that may do this.
   *
   * @return what the client may do
   * @throws RefusedRequestException with status 401 when the request does not say who makes it, 403
   *     when that one may not
   */
  Grant require(HttpExchange exchange, Right right) throws RefusedRequestException {
    Optional<Grant> shown = shown(exchange);
    Optional<Grant> grant = shown.or(token::withoutToken);
    if (grant.isEmpty()) {
      throw unknown(exchange, "the master wants a token, its tasks.token or one of tokens: " + HOW);
    }
    if (!grant.get().may(right)) {
      String refusal = token.refusal(grant.get(), right, HOW);
      throw shown.isPresent()
          ? RefusedRequestException.forbidden(refusal)
          : unknown(exchange, refusal);
    }
    if (shown.isPresent()) {
      letIn(exchange);
    }
    return grant.get();
  }

  /** The same for a request that anybody may make who is let in at all. */
  Grant who(HttpExchange exchange) throws RefusedRequestException {
    Optional<Grant> shown = shown(exchange);
    return shown
        .or(token::withoutToken)
        .orElseThrow(() -> unknown(exchange, "the master wants a token: " + HOW));
  }

  /** Whether a request that was let in would be let in now: its session may be over. */
  boolean isStillLetIn(HttpExchange exchange, Right right) {
    return shown(exchange).or(token::withoutToken).filter(grant -> grant.may(right)).isPresent();
  }

  private Optional<Grant> shown(HttpExchange exchange) {
    Optional<String> offered = offered(exchange);
    return offered.isPresent() ? token.grantOf(offered.get()) : ofSession(exchange);
  }

  /**
   * A browser sends a cookie by itself, whatever page has made the request. Pages of other hosts
   * are refused on every route, by {@code Origin}; a request that changes something has to have
   * that header, which every browser sends with it.
   */
  private Optional<Grant> ofSession(HttpExchange exchange) {
    boolean safe = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    return safe || exchange.header("Origin").isPresent()
        ? cookie
            .in(exchange.header("Cookie"))
            .flatMap(sessions::find)
            .map(BrowserSessions.Session::grant)
        : Optional.empty();
  }

  private void letIn(HttpExchange exchange) {
    if (offered(exchange).isPresent()) {
      door.right(exchange.client());
    }
    exchange.waivePace();
  }

  private static Optional<String> offered(HttpExchange exchange) {
    return exchange
        .header("Authorization")
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
  }

  private RefusedRequestException unknown(HttpExchange exchange, String message) {
    if (token.isGuess(offered(exchange).orElse(""))) {
      exchange.delayResponse(door.wrong(exchange.client()));
    }
    return new RefusedRequestException(new Rejection(RejectionCode.UNAUTHORIZED, message));
  }
}
