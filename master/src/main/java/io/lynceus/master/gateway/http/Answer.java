package io.lynceus.master.gateway.http;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.reply.Problem;
import io.lynceus.protocol.reply.ReplyJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What is answered to a request: what it asked for; or the reply that rejects its image; or, where
 * it is the request that is refused, a {@link Problem}.
 *
 * @param status the HTTP status code
 * @param headers besides those of every answer
 * @param type of the body, as {@code Content-Type} names it
 * @param body text, without its last line feed
 */
record Answer(int status, Map<String, String> headers, String type, String body) {
  private static final String JSON = "application/json";

  static Answer json(int status, String json) {
    return new Answer(status, Map.of(), JSON, json);
  }

  /** The page that Prometheus reads. */
  static Answer metrics(String page) {
    return new Answer(200, Map.of(), ProcessMetrics.MEDIA_TYPE, page.stripTrailing());
  }

  /** The reply to an image, or a problem if it says that the request was refused. */
  static Answer of(Reply reply) {
    return reply
        .rejection()
        .map(rejection -> rejecting(reply, rejection))
        .orElseGet(() -> json(triedNothing(reply) ? 503 : 200, ReplyJson.write(1, reply)));
  }

  /**
   * The refusal of a request that should have brought an image.
   *
   * @param name of the image, if the client has told it
   */
  static Answer of(RefusedRequestException refused, Optional<String> name) {
    Rejection rejection = refused.rejection();
    return isOfImage(rejection.code())
        ? of(Reply.rejected(name, rejection))
        : problem(refused.status(), rejection);
  }

  /** The refusal of a request without an image. */
  static Answer problem(Rejection rejection) {
    return problem(statusOf(rejection.code()), rejection);
  }

  /** The same with another status than its code has. */
  static Answer problem(int status, Rejection rejection) {
    Problem problem = Problem.of(status, HttpStatus.getMessage(status), rejection);
    return new Answer(status, headersOf(rejection), Problem.MEDIA_TYPE, problem.json());
  }

  /** The master's own fault. */
  static Answer failure(String detail) {
    int status = HttpStatus.INTERNAL_SERVER_ERROR_500;
    String title = HttpStatus.getMessage(status);
    Problem problem = new Problem(status, title, Optional.empty(), detail, Optional.empty());
    return new Answer(status, Map.of(), Problem.MEDIA_TYPE, problem.json());
  }

  private static Answer rejecting(Reply reply, Rejection rejection) {
    return isOfImage(rejection.code())
        ? new Answer(
            statusOf(rejection.code()), headersOf(rejection), JSON, ReplyJson.write(1, reply))
        : problem(rejection);
  }

  /** Whether the image is refused, or has to come again, but not the request as such. */
  private static boolean isOfImage(RejectionCode code) {
    return switch (code) {
      case UNSUPPORTED_FORMAT, TRUNCATED, TOO_MANY_PIXELS, CORRUPT, BUSY -> true;
      case TOO_LARGE, UNAUTHORIZED, BAD_COMMAND, SHUTTING_DOWN -> false;
    };
  }

  private static boolean triedNothing(Reply reply) {
    return reply.status() == Status.PARTIAL
        && reply.analyses().values().stream().allMatch(u -> u.outcome() == Outcome.NO_SLAVE);
  }

  static int statusOf(RejectionCode code) {
    return switch (code) {
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
