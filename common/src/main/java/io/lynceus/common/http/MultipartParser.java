package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of a {@code multipart} body (RFC 2046, 5.1.1) while it arrives, in whatever
 * pieces. Keeps one line of a part's header and nothing else. Used by one thread at a time.
 *
 * <pre>
 * --boundary CRLF  Name: value CRLF  CRLF  content  CRLF --boundary CRLF … CRLF --boundary--
 * </pre>
 *
 * Lines may also end with LF alone, as in forms that scripts write. If the first boundary's line
 * does, a CR before a later boundary belongs to the content.
 */
public final class MultipartParser {
  /** Bytes of one header line of a part. */
  public static final int MAX_LINE_BYTES = 8 << 10;

  private static final String FORM = "multipart/form-data";
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");

  private static final int CR = '\r';
  private static final int LF = '\n';

  private final byte[] delimiter;
  private final Listener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private State state = State.PREAMBLE;
  private boolean hasParts;
  private boolean linesEndWithCr = true;

  /** Whether the last byte, or that before the matched ones, is a CR that may be a line end's. */
  private boolean seenCr;

  /** Bytes of the delimiter that have just been seen, the assumed one with them. */
  private int matched;

  /** 1 at the very start of the body, or of a content: a boundary there has no LF before it. */
  private int assumed;

  private enum State {
    PREAMBLE,
    DELIMITER_LINE,
    HEADERS,
    CONTENT,
    ENDED
  }

  /** Told what is found. */
  public interface Listener {

    /** A part begins. */
    void part();

    /** A line of its header, {@code Name: value}, without its end. */
    void header(byte[] line);

    /** The next bytes of its content; they are valid during this call only. */
    void content(ByteBuffer bytes);
  }

  /** The body is not {@code multipart}. The message says why, for the client. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * The boundary of a form.
   *
   * @param contentType the header {@code Content-Type} of a request
   * @return empty when it is not that of {@code multipart/form-data}, or names no boundary of 1 to
   *     70 characters
   */
  public static Optional<String> boundary(String contentType) {
    if (!contentType.regionMatches(true, 0, FORM, 0, FORM.length())) {
      return Optional.empty();
    }
    Matcher matcher = BOUNDARY.matcher(contentType);
    return matcher.find()
        ? Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
        : Optional.empty();
  }

  /**
   * @param boundary of 1 to 70 characters of ASCII, without control characters
   */
  public MultipartParser(String boundary, Listener listener) {
    this.delimiter = ("\n--" + boundary).getBytes(US_ASCII);
    this.listener = listener;
    startSearch(1);
  }

  private void startSearch(int assumedBytes) {
    seenCr = false;
    matched = assumedBytes;
    assumed = assumedBytes;
  }

  /** Whether the last boundary has been seen: the body is whole. */
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /**
   * Takes the next bytes, all of them. What follows the last boundary is dropped.
   *
   * @throws MalformedException when no more can be made of the body; then it is not called again
   */
  public void parse(ByteBuffer bytes) throws MalformedException {
    while (bytes.hasRemaining()) {
      switch (state) {
        case PREAMBLE, CONTENT -> skipToDelimiter(bytes);
        case DELIMITER_LINE, HEADERS -> takeLine(bytes);
        case ENDED -> bytes.position(bytes.limit());
      }
    }
  }

  private void skipToDelimiter(ByteBuffer bytes) {
    int start = bytes.position();
    int before = held(); // by earlier pieces
    for (int at = start; at < bytes.limit(); at++) {
      byte next = bytes.get(at);
      if (!isHeld(next)) {
        content(ByteBuffer.wrap(heldBytes()), 0, before);
        before = 0;
        startSearch(0);
        isHeld(next); // The delimiter has its only LF at its start: no other start was missed.
      }
      if (matched == delimiter.length) {
        content(bytes, start, at + 1 - (held() - before));
        bytes.position(at + 1);
        startSearch(0);
        state = State.DELIMITER_LINE;
        return;
      }
    }
    content(bytes, start, bytes.limit() - (held() - before));
    bytes.position(bytes.limit());
  }

  /** Takes a byte that may belong to the next delimiter, after those that are held already. */
  private boolean isHeld(byte next) {
    if (next == delimiter[matched]) {
      matched++;
      return true;
    }
    if (next == CR && linesEndWithCr && held() == 0 && matched == 0) {
      seenCr = true;
      return true;
    }
    return false;
  }

  /** How many of the last bytes are content only if no delimiter follows. */
  private int held() {
    return (seenCr ? 1 : 0) + matched - assumed;
  }

  private byte[] heldBytes() {
    String cr = seenCr ? "\r" : "";
    return (cr + new String(delimiter, assumed, matched - assumed, US_ASCII)).getBytes(US_ASCII);
  }

  private void content(ByteBuffer bytes, int from, int to) {
    if (state == State.CONTENT && from < to) {
      listener.content(bytes.slice(from, to - from));
    }
  }

  private void takeLine(ByteBuffer bytes) throws MalformedException {
    while (bytes.hasRemaining()) {
      int next = bytes.get();
      if (next == LF) {
        endLine();
        return;
      } else if (line.size() == MAX_LINE_BYTES) {
        throw new MalformedException("a line of a part's header is too long");
      } else {
        line.write(next);
        if (state == State.DELIMITER_LINE
            && line.size() == 2
            && line.toString(US_ASCII).equals("--")) {
          state = State.ENDED;
          return;
        }
      }
    }
  }

  private void endLine() throws MalformedException {
    byte[] text = line.toByteArray();
    line.reset();
    boolean endsWithCr = text.length > 0 && text[text.length - 1] == CR;
    if (endsWithCr) {
      text = Arrays.copyOf(text, text.length - 1);
    }
    if (state == State.DELIMITER_LINE) {
      if (!new String(text, ISO_8859_1).isBlank()) {
        throw new MalformedException("behind a boundary there is more");
      }
      linesEndWithCr = hasParts ? linesEndWithCr : endsWithCr;
      hasParts = true;
      state = State.HEADERS;
      listener.part();
    } else if (text.length == 0) {
      state = State.CONTENT;
      startSearch(1);
    } else {
      listener.header(text);
    }
  }
}
