package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Ask;
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

/**
 * Makes responses: what was asked for; or the reply that rejects an image; or, where the request is
 * refused, a {@link Problem}.
 */
final class Responses {
  private static final String JSON = "application/json";
  private static final int UNAUTHORIZED = 401;
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private Responses() {}

  static HttpResponse json(int status, String json) {
    return HttpResponse.text(status, JSON, json);
  }

  /** The page that Prometheus reads. */
  static HttpResponse metrics(String page) {
    return HttpResponse.text(200, ProcessMetrics.MEDIA_TYPE, page.stripTrailing());
  }

  /** The reply to an image, or a problem if it says that the request was refused. */
  static HttpResponse of(Reply reply) {
    return reply
        .rejection()
        .map(rejection -> rejecting(reply, rejection))
        .orElseGet(() -> json(triedNothing(reply) ? 503 : 200, ReplyJson.write(1, reply)));
  }

  /**
   * The refusal of a request that should have brought an image.
   *
   * @param ask what the client has told of the image
   */
  static HttpResponse of(RefusedRequestException refused, Ask ask) {
    Rejection rejection = refused.rejection();
    return isOfImage(rejection.code())
        ? of(Reply.rejected(ask, rejection))
        : problem(refused.status(), rejection, ask.id());
  }

  /** The refusal of a request without an image. */
  static HttpResponse problem(Rejection rejection) {
    return problem(statusOf(rejection.code()), rejection, Optional.empty());
  }

  /** What the server itself refuses. */
  static HttpResponse problem(int status, String detail) {
    return switch (status) {
      case TOO_MANY_REQUESTS -> problem(Refusals.TOO_MANY_CONNECTIONS);
      case INTERNAL_SERVER_ERROR -> failure();
      default ->
          problem(status, new Rejection(RejectionCode.BAD_COMMAND, detail), Optional.empty());
    };
  }

  /** The refusal of a request without an image, with a status that its code does not tell. */
  static HttpResponse problem(int status, Rejection rejection) {
    return problem(status, rejection, Optional.empty());
  }

  private static HttpResponse problem(int status, Rejection rejection, Optional<String> id) {
    Problem problem = Problem.of(status, HttpResponse.title(status), rejection, id);
    return HttpResponse.text(status, Problem.MEDIA_TYPE, problem.json())
        .with(headersOf(status, rejection));
  }

  /** The master's own fault. */
  private static HttpResponse failure() {
    Problem problem =
        new Problem(
            INTERNAL_SERVER_ERROR,
            HttpResponse.title(INTERNAL_SERVER_ERROR),
            Optional.empty(),
            "the master has failed at this request; its log says more",
            Optional.empty(),
            Optional.empty());
    return HttpResponse.text(INTERNAL_SERVER_ERROR, Problem.MEDIA_TYPE, problem.json());
  }

  private static HttpResponse rejecting(Reply reply, Rejection rejection) {
    return isOfImage(rejection.code())
        ? json(statusOf(rejection.code()), ReplyJson.write(1, reply))
            .with(headersOf(statusOf(rejection.code()), rejection))
        : problem(
            statusOf(rejection.code()),
            rejection,
            Optional.of(reply.id()).filter(id -> !id.isEmpty()));
  }

  /** True if the code is about the image (a reply), false if about the request (a problem). */
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

  private static Map<String, String> headersOf(int status, Rejection rejection) {
    return switch (rejection.code()) {
      case UNAUTHORIZED -> status == UNAUTHORIZED ? Map.of("WWW-Authenticate", "Bearer") : Map.of();
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
