package io.lynceus.master.sources.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lynceus.master.sources.still.FetchFailure;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the body of a {@code multipart/x-mixed-replace} response into its parts (RFC 2046, 5.1), as
 * the bytes arrive. It holds a line, or what may be the start of a delimiter, and nothing of a
 * part.
 *
 * <p>The first line that starts with two hyphens is the delimiter, whatever the response's header
 * says: of cameras these two often differ by hyphens or quotes. Used by one thread.
 */
final class PartCutter {
  private static final int MAX_LINE = 1024;
  private static final int MAX_LINES = 64;

  /** Between two parts, with blank lines. */
  private static final int MAX_BETWEEN = 64 << 10;

  private final Sink sink;
  private final byte[] line = new byte[MAX_LINE];
  private int lineBytes;
  private int lines;
  private int between;
  private Stage stage = Stage.BETWEEN;

  /** With the end of the line before it; empty before the first part. */
  private byte[] delimiter = new byte[0];

  /** Where the delimiter's own line starts in it. */
  private int lineStart;

  private int[] fallback = new int[0];

  /** Bytes of the delimiter that have come, in a part without a length. */
  private int matched;

  /** Bytes of the part that have not come; -1 if the head has not said how many there are. */
  private long left = -1;

  /** Where the parts go. */
  interface Sink {
    /**
     * A part begins.
     *
     * @param length of it, or -1 if its head does not say so
     */
    void partBegins(long length);

    /** The next bytes of the part. */
    void partBytes(ByteBuffer some);

    /** The part is whole. */
    void partEnds();
  }

  private enum Stage {
    BETWEEN,
    HEAD,
    COUNTED,
    DELIMITED,
    OVER
  }

  PartCutter(Sink sink) {
    this.sink = sink;
  }

  /** Whether the last delimiter has come. */
  boolean isOver() {
    return stage == Stage.OVER;
  }

  /**
   * Takes the next bytes, all of them.
   *
   * @return why these are no parts; null if they are
   */
  @Nullable FetchFailure take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      FetchFailure wrong =
          switch (stage) {
            case BETWEEN, HEAD -> takeOfLine(bytes.get());
            case COUNTED -> takeCounted(bytes);
            case DELIMITED -> takeDelimited(bytes);
            case OVER -> {
              bytes.position(bytes.limit());
              yield null;
            }
          };
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private @Nullable FetchFailure takeOfLine(byte next) {
    if (next != '\n') {
      if (lineBytes == MAX_LINE) {
        return wrong("a line of more than " + MAX_LINE + " bytes stands between its stills");
      }
      line[lineBytes++] = next;
      return null;
    }
    boolean returns = lineBytes > 0 && line[lineBytes - 1] == '\r';
    String text = new String(line, 0, lineBytes, ISO_8859_1).stripTrailing();
    between += lineBytes + 1;
    lineBytes = 0;
    return stage == Stage.BETWEEN ? takeBetween(text, returns) : takeHead(text);
  }

  private @Nullable FetchFailure takeBetween(String text, boolean returns) {
    if (delimiter.length == 0 && text.startsWith("--") && text.length() > 2) {
      learn(text, returns);
    }
    if (delimiter.length > 0 && text.equals(delimiterText())) {
      stage = Stage.HEAD;
      lines = 0;
      left = -1;
    } else if (delimiter.length > 0 && text.equals(delimiterText() + "--")) {
      stage = Stage.OVER;
    } else if (between > MAX_BETWEEN) {
      return wrong("no delimiter has come within %d KiB".formatted(MAX_BETWEEN >> 10));
    }
    return null;
  }

  private void learn(String text, boolean returns) {
    delimiter = ((returns ? "\r\n" : "\n") + text).getBytes(ISO_8859_1);
    lineStart = returns ? 2 : 1;
    fallback = fallbackOf(delimiter);
  }

  private String delimiterText() {
    return new String(delimiter, lineStart, delimiter.length - lineStart, ISO_8859_1);
  }

  private @Nullable FetchFailure takeHead(String text) {
    if (text.isEmpty()) {
      startPart();
      return null;
    }
    if (++lines > MAX_LINES) {
      return wrong("the head of a still has more than " + MAX_LINES + " lines");
    }
    int colon = text.indexOf(':');
    if (colon > 0
        && text.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals("content-length")) {
      String value = text.substring(colon + 1).strip();
      left = value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    }
    return null;
  }

  private void startPart() {
    between = 0;
    stage = left >= 0 ? Stage.COUNTED : Stage.DELIMITED;
    matched = 0;
    sink.partBegins(left);
    if (left == 0) {
      endPart();
    }
  }

  private void endPart() {
    stage = Stage.BETWEEN;
    sink.partEnds();
  }

  private @Nullable FetchFailure takeCounted(ByteBuffer bytes) {
    int count = (int) Math.min(left, bytes.remaining());
    pass(bytes, count);
    left -= count;
    if (left == 0) {
      endPart();
    }
    return null;
  }

  private void pass(ByteBuffer bytes, int count) {
    if (count > 0) {
      sink.partBytes(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
    }
  }

  /**
   * Passes on what cannot be the start of a delimiter: the search of Knuth, Morris and Pratt. What
   * is held back are the first bytes of the delimiter, so that nothing needs to be kept.
   */
  private @Nullable FetchFailure takeDelimited(ByteBuffer bytes) {
    int from = bytes.position();
    int held = matched;
    int at = from;
    while (at < bytes.limit() && matched < delimiter.length) {
      byte next = bytes.get(at);
      while (matched > 0 && next != delimiter[matched]) {
        matched = fallback[matched - 1];
      }
      matched += next == delimiter[matched] ? 1 : 0;
      at++;
    }
    int sure = held + (at - from) - matched;
    int sureOfHeld = Math.min(held, sure);
    pass(ByteBuffer.wrap(delimiter, 0, sureOfHeld).slice(), sureOfHeld);
    pass(bytes, sure - sureOfHeld);
    bytes.position(at);
    if (matched == delimiter.length) {
      endPart();
      lineBytes = delimiter.length - lineStart;
      System.arraycopy(delimiter, lineStart, line, 0, lineBytes);
    }
    return null;
  }

  /** Of each beginning, the length of its longest true beginning that it ends with. */
  private static int[] fallbackOf(byte[] pattern) {
    int[] fallback = new int[pattern.length];
    int length = 0;
    for (int i = 1; i < pattern.length; i++) {
      while (length > 0 && pattern[i] != pattern[length]) {
        length = fallback[length - 1];
      }
      length += pattern[i] == pattern[length] ? 1 : 0;
      fallback[i] = length;
    }
    return fallback;
  }

  private static FetchFailure wrong(String why) {
    return FetchFailure.failed("it sends no stream of stills: " + why);
  }
}
