package io.lynceus.master.gateway.compat;

import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.util.Optional;

/**
 * Why a request is not answered with what was found.
 *
 * @param status the HTTP status code, 400 to 599
 * @param ofRequest whether the picture or a field of the request is wrong
 * @param words how DeepStack puts it; empty where it has no words for this
 * @param message one sentence that says what to do
 */
record Failure(int status, boolean ofRequest, Optional<String> words, String message) {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;
  private static final int TIMEOUT = 504;

  /** The request has no picture. */
  static Failure noImage(String message) {
    return ofRequest("No valid image file found", message);
  }

  /** A field of the form, or the form itself, makes no sense. */
  static Failure badRequest(String message) {
    return new Failure(BAD_REQUEST, true, Optional.empty(), message);
  }

  /** The same, where DeepStack has words for it. */
  static Failure ofRequest(String words, String message) {
    return new Failure(BAD_REQUEST, true, Optional.of(words), message);
  }

  /** The picture cannot be read, or not enough of it. */
  static Failure badImage(Endpoint endpoint, String message) {
    return ofRequest(endpoint.badImage(), message);
  }

  /** The token is missing, or wrong. */
  static Failure unauthorized(String message) {
    return new Failure(UNAUTHORIZED, false, Optional.of("Incorrect api key"), message);
  }

  /** The token is known and does not allow this. */
  static Failure forbidden(String message) {
    return new Failure(FORBIDDEN, false, Optional.empty(), message);
  }

  /** What a master without people cannot do. */
  static Failure noPeople(String what) {
    return new Failure(
        UNAVAILABLE,
        false,
        Optional.empty(),
        what
            + " needs people, whom this master does not know yet: of faces it answers"
            + " /v1/vision/face, which finds them");
  }

  /** What the server itself refuses: 429 means too many connections. */
  static Failure ofServer(int status, String message) {
    return new Failure(status == 429 ? UNAVAILABLE : status, false, Optional.empty(), message);
  }

  /** The picture was refused. */
  static Failure of(Endpoint endpoint, Rejection why) {
    return switch (why.code()) {
      case UNSUPPORTED_FORMAT, TRUNCATED, TOO_LARGE, TOO_MANY_PIXELS, CORRUPT ->
          badImage(endpoint, why.message());
      case BAD_COMMAND -> badRequest(why.message());
      case UNAUTHORIZED -> unauthorized(why.message());
      case BUSY, SHUTTING_DOWN -> new Failure(UNAVAILABLE, false, Optional.empty(), why.message());
    };
  }

  /**
   * The analysis has no result.
   *
   * @param outcome any but {@link Outcome#OK}
   */
  static Failure of(Outcome outcome, String message) {
    return switch (outcome) {
      case NO_SLAVE -> new Failure(UNAVAILABLE, false, Optional.empty(), message);
      case TIMEOUT ->
          new Failure(
              TIMEOUT, false, Optional.of("failed to process request before timeout"), message);
      case OK, FAILED, POISON -> new Failure(FAILED, false, Optional.empty(), message);
    };
  }

  /** The codes of images that a port counts when it refuses them before they become tasks. */
  static boolean isCounted(RejectionCode code) {
    return code != RejectionCode.UNAUTHORIZED && code != RejectionCode.BAD_COMMAND;
  }
}
