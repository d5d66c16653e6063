package io.lynceus.common.http;

/** The head of a request is not served. */
final class RefusedHeadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedHeadException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  /** Why, for the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The HTTP status code. */
  int status() {
    return status;
  }
}
