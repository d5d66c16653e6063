package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Finds the parts of a {@code multipart} body (RFC 2046, 5.1.1) while it arrives, in whatever
 * pieces. Keeps one line of a part's header and nothing else. Lines end with CRLF. Used by one
 * thread at a time.
 *
 * <pre>
 * --boundary CRLF  Name: value CRLF  CRLF  content  CRLF --boundary CRLF … CRLF --boundary--
 * </pre>
 */
public final class MultipartParser {
  /** Bytes of one header line of a part. */
  public static final int MAX_LINE_BYTES = 8 << 10;

  private static final int CRLF_BYTES = 2;
  private static final int CR = '\r';
  private static final int LF = '\n';

  private final byte[] delimiter;
  private final Listener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private State state = State.PREAMBLE;

  /** Bytes of the delimiter that have just been seen, its assumed ones with them. */
  private int matched = CRLF_BYTES;

  /** A boundary at the very start of the body, or of a content, has no CRLF before it. */
  private int assumed = CRLF_BYTES;

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

    /** A line of its header, {@code Name: value}, in UTF-8. */
    void header(String line);

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
   * @param boundary of 1 to 70 characters of ASCII, without control characters
   */
  public MultipartParser(String boundary, Listener listener) {
    this.delimiter = ("\r\n--" + boundary).getBytes(US_ASCII);
    this.listener = listener;
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

  /** The delimiter has its only CR at its start: after a mismatch, no other start was missed. */
  private void skipToDelimiter(ByteBuffer bytes) {
    int start = bytes.position();
    int at = start;
    int before = matched; // bytes of the delimiter that earlier pieces have brought
    while (at < bytes.limit()) {
      byte next = bytes.get(at);
      if (next == delimiter[matched]) {
        at++;
        matched++;
        if (matched == delimiter.length) {
          content(bytes, start, at - matched + before);
          bytes.position(at);
          matched = 0;
          assumed = 0;
          state = State.DELIMITER_LINE;
          return;
        }
      } else if (matched == 0) {
        at++;
      } else {
        content(ByteBuffer.wrap(delimiter), assumed, before);
        before = 0;
        matched = 0;
        assumed = 0;
      }
    }
    content(bytes, start, at - matched + before);
    bytes.position(at);
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
    byte[] whole = line.toByteArray();
    line.reset();
    if (whole.length == 0 || whole[whole.length - 1] != CR) {
      throw new MalformedException("lines of a form end with CRLF");
    }
    String text = new String(whole, 0, whole.length - 1, UTF_8);
    if (state == State.DELIMITER_LINE) {
      if (!text.isBlank()) {
        throw new MalformedException("behind a boundary there is more");
      }
      state = State.HEADERS;
      listener.part();
    } else if (text.isEmpty()) {
      state = State.CONTENT;
      matched = CRLF_BYTES;
      assumed = CRLF_BYTES;
    } else {
      listener.header(text);
    }
  }
}
