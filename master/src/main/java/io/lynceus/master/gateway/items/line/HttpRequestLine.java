package io.lynceus.master.gateway.items.line;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;

/** Recognises HTTP requests of clients that have taken the wrong port. */
public final class HttpRequestLine {
  private static final List<String> METHODS =
      List.of(
          "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PRI");

  private static final Pattern LINE = Pattern.compile("[A-Z]{3,16} \\S+ HTTP/[0-9.]{1,8}\\s*");

  private HttpRequestLine() {}

  /** Whether a line, without its end, is the first one of a request, of HTTP/2 too. */
  public static boolean is(String line) {
    return LINE.matcher(line).matches();
  }

  /** Whether these bytes may be the start of a request, as far as they go. */
  public static boolean mayStart(ByteBuffer bytes) {
    return bytes.hasRemaining() && METHODS.stream().anyMatch(name -> mayStart(bytes, name + " "));
  }

  private static boolean mayStart(ByteBuffer bytes, String word) {
    for (int i = 0; i < Math.min(word.length(), bytes.remaining()); i++) {
      if (bytes.get(bytes.position() + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
