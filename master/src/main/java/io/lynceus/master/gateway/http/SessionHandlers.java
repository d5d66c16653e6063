package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.BrowserSessions;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.access.SessionCookie;
import io.lynceus.master.gateway.access.SignInLimit;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Signs browsers in and out: {@code /v1/session}. Any thread may call it. */
final class SessionHandlers {
  /** More than any token. */
  private static final int MOST_BYTES = 4096;

  private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

  private final AccessToken token;
  private final BrowserSessions sessions;
  private final SessionCookie cookie;
  private final SignInLimit limit;
  private final WrongTokens.Door door;
  private final AuditTrail audit;

  SessionHandlers(
      AccessToken token,
      BrowserSessions sessions,
      SessionCookie cookie,
      SignInLimit limit,
      WrongTokens.Door door,
      AuditTrail audit) {
    this.token = token;
    this.sessions = sessions;
    this.cookie = cookie;
    this.limit = limit;
    this.door = door;
    this.audit = audit;
  }

  /** {@code POST /v1/session}, with the token as the body. */
  BodyReader begin(HttpExchange exchange) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return new BodyReader() {
      @Override
      public void take(ByteBuffer bytes) {
        if (body.size() + bytes.remaining() > MOST_BYTES) {
          refuse(
              exchange,
              RefusedRequestException.tooLarge("send the token alone: no token is that long"));
          return;
        }
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        body.writeBytes(piece);
      }

      @Override
      public void ended() {
        signIn(exchange, body.toString(UTF_8).strip());
      }

      @Override
      public void cutOff() {
        refuse(exchange, RefusedRequestException.badRequest("the token did not come whole"));
      }
    };
  }

  private void signIn(HttpExchange exchange, String offered) {
    Duration wait = limit.wait(exchange.client());
    if (!wait.isZero()) {
      exchange.respond(
          Responses.problem(
              new Rejection(
                  RejectionCode.BUSY,
                  "too many sign-ins from this address have failed: wait %d s"
                      .formatted(wait.toSeconds() + 1),
                  Optional.of(wait))));
      return;
    }
    Optional<Grant> grant = token.grantOf(offered);
    if (grant.isEmpty()) {
      limit.failed(exchange.client());
      exchange.delayResponse(door.wrong(exchange.client()));
      tell("sign-in-failed", exchange, "");
      refuse(
          exchange,
          new RefusedRequestException(
              new Rejection(
                  RejectionCode.UNAUTHORIZED,
                  "this is none of the master's tokens: tokens.NAME.token-file, tasks.token, or the"
                      + " administrators' token, in the file that the master's log names")));
      return;
    }
    if (!grant.get().may(Right.LOOK)) {
      refuse(exchange, RefusedRequestException.forbidden(grant.get().refusal(Right.LOOK)));
      return;
    }
    door.right(exchange.client());
    exchange.waivePace();
    String id = sessions.begin(grant.get());
    if (token.grantOf(offered).isEmpty()) { // it was taken back meanwhile
      sessions.end(id);
    }
    tell("sign-in", exchange, grant.get().name());
    exchange.respond(
        told(grant.get()).with(Map.of("Set-Cookie", cookie.set(id), "Cache-Control", "no-store")));
  }

  /** {@code GET /v1/session}: who asks, and what that one may do. */
  void show(HttpExchange exchange, Grant grant) {
    exchange.respond(told(grant).with(NOT_KEPT));
  }

  /** {@code DELETE /v1/session}: signs out; without a session nothing happens. */
  void end(HttpExchange exchange) {
    cookie
        .in(exchange.header("Cookie"))
        .flatMap(sessions::end)
        .ifPresent(session -> tell("sign-out", exchange, session.grant().name()));
    exchange.respond(
        Responses.json(200, "{\"signedIn\":false}")
            .with(Map.of("Set-Cookie", cookie.cleared(), "Cache-Control", "no-store")));
  }

  private void tell(String kind, HttpExchange exchange, String name) {
    String from = AddressText.of(exchange.client());
    audit.tell(kind, name.isEmpty() ? Map.of("from", from) : Map.of("token", name, "from", from));
  }

  /** Names of tokens and roles have no characters that JSON escapes. */
  private static HttpResponse told(Grant grant) {
    String may =
        grant.role().rights().stream()
            .map(right -> '"' + right.name().toLowerCase(Locale.ROOT) + '"')
            .collect(Collectors.joining(","));
    return Responses.json(
        200,
        "{\"signedIn\":%s,\"token\":\"%s\",\"role\":\"%s\",\"may\":[%s]}"
            .formatted(!grant.name().isEmpty(), grant.name(), grant.role().key(), may));
  }

  private static void refuse(HttpExchange exchange, RefusedRequestException refused) {
    exchange.respond(Responses.of(refused, Ask.DEFAULT));
  }
}
