package io.lynceus.master.gateway.http;

import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.Status;
import io.lynceus.protocol.reply.ReplyJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is answered to a request.
 *
 * @param status the HTTP status code
 * @param headers besides those of every answer
 * @param json the body, one line
 */
record Answer(int status, Map<String, String> headers, String json) {

  static Answer of(int status, String json) {
    return new Answer(status, Map.of(), json);
  }

  /** The reply to an image. */
  static Answer of(Reply reply) {
    String json = ReplyJson.write(reply);
    return reply
        .rejection()
        .map(rejection -> new Answer(statusOf(rejection), headersOf(rejection), json))
        .orElseGet(() -> of(triedNothing(reply) ? 503 : 200, json));
  }

  /** The refusal of a request that has no image. */
  static Answer of(Rejection rejection) {
    return of(Reply.rejected(Optional.empty(), rejection));
  }

  private static boolean triedNothing(Reply reply) {
    return reply.status() == Status.PARTIAL
        && reply.analyses().values().stream().allMatch(u -> u.outcome() == Outcome.NO_SLAVE);
  }

  private static int statusOf(Rejection rejection) {
    return switch (rejection.code()) {
      case UNSUPPORTED_FORMAT, TRUNCATED, TOO_MANY_PIXELS, CORRUPT, BAD_COMMAND -> 400;
      case UNAUTHORIZED -> 401;
      case TOO_LARGE -> 413;
      case BUSY -> 429;
      case SHUTTING_DOWN -> 503;
    };
  }

  private static Map<String, String> headersOf(Rejection rejection) {
    return switch (rejection.code()) {
      case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer");
      case BUSY ->
          Map.of("Retry-After", secondsOf(rejection.retryAfter().orElse(Duration.ofSeconds(1))));
      default -> Map.of();
    };
  }

  /** The header knows whole seconds only: rounded up, at least 1. */
  private static String secondsOf(Duration time) {
    return Long.toString(Math.max(1, (time.toMillis() + 999) / 1000));
  }
}
