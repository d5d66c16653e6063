package io.lynceus.master.gateway.items.framing;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines before a frame of {@code multipart/x-mixed-replace}, as cameras send it: a delimiter
 * and headers (RFC 2046, 5.1), at the start perhaps the head of the HTTP response (RFC 9112). Used
 * by one thread.
 */
public final class PartHead {
  /** The most lines that are taken for a head. */
  private static final int MAX_LINES = 100;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})\\b.*");
  private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):[ \\t]*(.*?)[ \\t]*");

  private int lines;
  private OptionalInt status = OptionalInt.empty();
  private OptionalLong length = OptionalLong.empty();
  private String type = "";
  private boolean chunked;

  /** Whether a line can be the first of a head. */
  public static boolean isFirst(String line) {
    return (line.startsWith("--") && line.length() > 2) || STATUS.matcher(line).matches();
  }

  /** Takes a line that is not empty; false when it is no line of a head. */
  public boolean add(String line) {
    if (++lines > MAX_LINES) {
      return false;
    }
    Matcher header = HEADER.matcher(line);
    if (header.matches()) {
      addHeader(header.group(1).toLowerCase(Locale.ROOT), header.group(2));
      return true;
    }
    Matcher response = STATUS.matcher(line);
    if (response.matches()) {
      status = OptionalInt.of(Integer.parseInt(response.group(1)));
    }
    return isFirst(line);
  }

  private void addHeader(String name, String value) {
    switch (name) {
      case "content-type" -> type = value.toLowerCase(Locale.ROOT);
      case "content-length" ->
          length =
              value.matches("\\d{1,18}")
                  ? OptionalLong.of(Long.parseLong(value))
                  : OptionalLong.empty();
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
      default -> {}
    }
  }

  /** The status of a response that is no success. */
  public OptionalInt failure() {
    return status.isPresent() && status.getAsInt() / 100 != 2 ? status : OptionalInt.empty();
  }

  /** Whether what follows is cut into chunks by HTTP. */
  public boolean isChunked() {
    return chunked;
  }

  /** Whether what follows is no image, such as the text of an event. */
  public boolean isForeign() {
    return status.isEmpty()
        && !type.isEmpty()
        && !type.startsWith("image/")
        && !type.startsWith("multipart/")
        && !type.startsWith("application/octet-stream");
  }

  /** The size of what follows, if a header tells it. */
  public OptionalLong length() {
    return length;
  }
}
