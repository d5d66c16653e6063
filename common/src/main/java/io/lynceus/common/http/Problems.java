package io.lynceus.common.http;

/** Makes the responses to requests that the server itself refuses. Any thread may call it. */
@FunctionalInterface
public interface Problems {

  /**
   * A refusal.
   *
   * @param status 400 to 599; 429 means too many connections, 500 a fault of this process
   * @param detail one sentence that says what is wrong, for the client
   */
  HttpResponse response(int status, String detail);

  /** The refusal of bytes that are no HTTP request. */
  default HttpResponse noRequest() {
    return response(400, "this is not an HTTP request");
  }
}
