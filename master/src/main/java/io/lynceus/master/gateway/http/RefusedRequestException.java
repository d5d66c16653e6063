package io.lynceus.master.gateway.http;

import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.RejectionCode;

/** A request that is not let in, or whose body cannot be taken. */
final class RefusedRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  RefusedRequestException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
  }

  /** What the client asks for does not exist; the message says what does. */
  static RefusedRequestException badRequest(String message) {
    return new RefusedRequestException(new Rejection(RejectionCode.BAD_COMMAND, message));
  }

  Rejection rejection() {
    return rejection;
  }
}
