package io.lynceus.master.sources.http;

import io.lynceus.master.sources.still.FetchFailure;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the head of a camera's answer means. */
final class Statuses {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private Statuses() {}

  /** Why the answer has no body of use; null if it has one. */
  static @Nullable FetchFailure failure(HttpResponse head) {
    int code = head.status().code();
    if (code == OK) {
      return null;
    }
    String what =
        "it answers %d %s".formatted(code, HttpResponseStatus.valueOf(code).reasonPhrase());
    return switch (code) {
      case FORBIDDEN -> FetchFailure.unauthorised(what + ": may the user see this?");
      case NOT_FOUND -> FetchFailure.failed(what + ": check the path in the url");
      default ->
          FetchFailure.failed(
              what
                  + (code >= 500
                      ? ": it has a fault, or too much to do"
                      : ": check the url, and what the camera's manual says of it"));
    };
  }

  /** The type of the body, such as {@code image/jpeg}; empty if it is not told. */
  static String type(HttpResponse head) {
    String value = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
