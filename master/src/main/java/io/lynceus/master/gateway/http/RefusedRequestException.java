package io.lynceus.master.gateway.http;

import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;

/** A request that is not let in, or whose body cannot be taken. */
final class RefusedRequestException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int FORBIDDEN = 403;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private final int status;
  private final transient Rejection rejection;

  RefusedRequestException(Rejection rejection) {
    this(Responses.statusOf(rejection.code()), rejection);
  }

  private RefusedRequestException(int status, Rejection rejection) {
    super(rejection.message());
    this.status = status;
    this.rejection = rejection;
  }

  /** What the client asks for does not exist; the message says what does. */
  static RefusedRequestException badRequest(String message) {
    return new RefusedRequestException(new Rejection(RejectionCode.BAD_COMMAND, message));
  }

  /** The client is known and may not do this; the message says who may. */
  static RefusedRequestException forbidden(String message) {
    return new RefusedRequestException(
        FORBIDDEN, new Rejection(RejectionCode.UNAUTHORIZED, message));
  }

  /** The body has too many bytes; the message says which. */
  static RefusedRequestException tooLarge(String message) {
    return new RefusedRequestException(new Rejection(RejectionCode.TOO_LARGE, message));
  }

  /** The body is packed in a way that is not understood; the message says how to send it. */
  static RefusedRequestException unsupportedType(String message) {
    return new RefusedRequestException(
        UNSUPPORTED_MEDIA_TYPE, new Rejection(RejectionCode.BAD_COMMAND, message));
  }

  /** The HTTP status code. */
  int status() {
    return status;
  }

  /** Counts it, if it is about an image. */
  void countAt(TaskIntake intake) {
    if (rejection.code() != RejectionCode.UNAUTHORIZED
        && rejection.code() != RejectionCode.BAD_COMMAND) {
      intake.refused(rejection.code());
    }
  }

  Rejection rejection() {
    return rejection;
  }
}
