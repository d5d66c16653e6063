package io.lynceus.model.image;

import java.nio.ByteBuffer;

/**
 * Walks through the markers of one JPEG picture (ITU-T T.81, annex B) from its SOI to its EOI,
 * while its bytes arrive in pieces. Segments are skipped by their length, so that nothing inside
 * them is taken for a marker; coded data is scanned eight bytes at a time.
 *
 * <p>What decoders ignore is skipped: bytes between segments, fill bytes, reserved markers.
 */
final class JpegWalk {
  static final int SOI = 0xd8;
  static final int EOI = 0xd9;
  static final int SOS = 0xda;
  static final int APP1 = 0xe1;
  static final int APP2 = 0xe2;

  /** 1 and 10 are usual. A decoder passes over all pixels in each scan, however few its bytes. */
  static final int MAX_SCANS = 100;

  /** Gets every segment that has a length. */
  interface Visitor {
    /**
     * Called when the segment's length is known.
     *
     * @param payload offset of the segment's payload from the picture's first byte
     * @param length of the payload, 0 to 65533 bytes
     */
    void segment(int marker, long payload, int length) throws RefusedImageException;

    /** The next bytes of the payload of the latest segment. */
    default void payload(ByteBuffer bytes, int from, int length) {}
  }

  private enum State {
    START,
    START_CODE,
    BETWEEN_SEGMENTS,
    CODE,
    LENGTH,
    LENGTH_LOW,
    PAYLOAD,
    SCAN,
    SCAN_CODE,
    ENDED
  }

  private final Visitor visitor;
  private State state = State.START;
  private int marker;
  private int length;
  private int scans;
  private long walked;
  private long scanBytes;
  private boolean cutOff;

  JpegWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  boolean ended() {
    return state == State.ENDED;
  }

  /** Whether it ended where another picture started, without an EOI. */
  boolean cutOff() {
    return cutOff;
  }

  /** Bytes of the picture so far; all of them once it has ended. */
  long length() {
    return cutOff ? walked - 2 : walked;
  }

  /** Bytes of coded data so far, with its markers but without stuffed zeros. */
  long scanBytes() {
    return scanBytes;
  }

  /**
   * Walks on through {@code bytes[from, to)}.
   *
   * @return where it stopped: {@code to}, or after the picture's last byte
   */
  int walk(ByteBuffer bytes, int from, int to) throws RefusedImageException {
    int at = from;
    while (at < to && state != State.ENDED) {
      int next =
          switch (state) {
            case PAYLOAD -> walkPayload(bytes, at, to);
            case SCAN -> walkCodedData(bytes, at, to);
            default -> {
              step(bytes.get(at) & 0xff, walked + 1);
              yield at + 1;
            }
          };
      walked += next - at;
      at = next;
    }
    return at;
  }

  private void step(int value, long offset) throws RefusedImageException {
    switch (state) {
      case START -> state = expect(value, 0xff, State.START_CODE);
      case START_CODE -> state = expect(value, SOI, State.BETWEEN_SEGMENTS);
      case BETWEEN_SEGMENTS -> {
        if (value == 0xff) {
          state = State.CODE;
        }
      }
      case CODE, SCAN_CODE -> state = afterPrefix(value);
      case LENGTH -> {
        length = value << 8;
        state = State.LENGTH_LOW;
      }
      case LENGTH_LOW -> startSegment((length | value) - 2, offset);
      case PAYLOAD, SCAN, ENDED -> throw new IllegalStateException(state.name());
    }
  }

  private static State expect(int value, int expected, State next) throws RefusedImageException {
    if (value != expected) {
      throw RefusedImageException.corrupt("a JPEG starts with FF D8, these bytes do not");
    }
    return next;
  }

  /** The state after FF and {@code code}. */
  private State afterPrefix(int code) {
    if (code == 0xff) {
      return state;
    }
    if (code < 0xc0 || (code >= 0xd0 && code < SOI)) {
      return state == State.SCAN_CODE ? State.SCAN : State.BETWEEN_SEGMENTS;
    }
    if (code == EOI || code == SOI) {
      cutOff = code == SOI;
      return State.ENDED;
    }
    marker = code;
    return State.LENGTH;
  }

  private void startSegment(int payloadLength, long offset) throws RefusedImageException {
    if (payloadLength < 0) {
      throw RefusedImageException.corrupt("the JPEG has a segment shorter than its own length");
    }
    if (marker == SOS && ++scans > MAX_SCANS) {
      throw RefusedImageException.corrupt("the JPEG has more than " + MAX_SCANS + " scans");
    }
    length = payloadLength;
    state = State.PAYLOAD;
    visitor.segment(marker, offset, length);
    endPayload();
  }

  private int walkPayload(ByteBuffer bytes, int at, int to) {
    int part = Math.min(length, to - at);
    visitor.payload(bytes, at, part);
    length -= part;
    endPayload();
    return at + part;
  }

  private void endPayload() {
    if (length == 0) {
      state = marker == SOS ? State.SCAN : State.BETWEEN_SEGMENTS;
    }
  }

  /** Walks over coded data up to and including the next FF. */
  private int walkCodedData(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (to - at >= Long.BYTES && !hasFf(bytes.getLong(at))) {
      at += Long.BYTES;
    }
    while (at < to) {
      if (bytes.get(at++) == (byte) 0xff) {
        state = State.SCAN_CODE;
        break;
      }
    }
    scanBytes += at - from;
    return at;
  }

  /** Whether one of the eight bytes is FF: a zero byte in the complement borrows. */
  private static boolean hasFf(long eight) {
    return ((~eight - 0x0101010101010101L) & eight & 0x8080808080808080L) != 0;
  }
}
