package io.lynceus.common.http;

/** The head of a request is not served. */
final class RefusedHeadException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int NO_REQUEST = 0;

  private final int status;

  /** For bytes that are no HTTP request. */
  static RefusedHeadException noRequest() {
    return new RefusedHeadException(NO_REQUEST, "");
  }

  RefusedHeadException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  /** What the client is told. */
  HttpResponse response(Problems problems) {
    return status == NO_REQUEST
        ? problems.noRequest()
        : problems.response(status, String.valueOf(getMessage()));
  }
}
