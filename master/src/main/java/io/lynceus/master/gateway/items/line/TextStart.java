package io.lynceus.master.gateway.items.line;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a line of text starts that is not plain ASCII: behind a byte order mark, or in UTF-16, as
 * Windows PowerShell writes it. More bytes never change a result but {@link #UNCLEAR}.
 */
public enum TextStart {
  /** A byte order mark of UTF-8. */
  UTF8_MARK(3),
  UTF16LE_MARK(2),
  UTF16BE_MARK(2),
  /** A letter and another character in UTF-16, without a mark. */
  UTF16LE(0),
  UTF16BE(0),
  UNCLEAR(0),
  NONE(0);

  private static final int LETTER = -1;
  private static final int PRINTABLE = -2;

  private final int markBytes;

  TextStart(int markBytes) {
    this.markBytes = markBytes;
  }

  /**
   * Recognises what starts at the position.
   *
   * @param in from its position, which is left as it is
   */
  public static TextStart of(ByteBuffer in) {
    boolean unclear = false;
    for (TextStart start : values()) {
      int[] pattern = start.pattern();
      int equal = 0;
      while (equal < Math.min(pattern.length, in.remaining())
          && matches(in.get(in.position() + equal), pattern[equal])) {
        equal++;
      }
      if (equal > 0 && equal == pattern.length) {
        return start;
      }
      unclear |= equal > 0 && equal == in.remaining();
    }
    return unclear ? UNCLEAR : NONE;
  }

  private int[] pattern() {
    return switch (this) {
      case UTF8_MARK -> new int[] {0xef, 0xbb, 0xbf};
      case UTF16LE_MARK -> new int[] {0xff, 0xfe, LETTER, 0};
      case UTF16BE_MARK -> new int[] {0xfe, 0xff, 0, LETTER};
      case UTF16LE -> new int[] {LETTER, 0, PRINTABLE, 0};
      case UTF16BE -> new int[] {0, LETTER, 0, PRINTABLE};
      case UNCLEAR, NONE -> new int[0];
    };
  }

  private static boolean matches(byte b, int wanted) {
    return switch (wanted) {
      case LETTER -> (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
      case PRINTABLE -> (b >= ' ' && b < 0x7f) || b == '\r' || b == '\n';
      default -> b == (byte) wanted;
    };
  }

  /** Bytes of the mark, which mean nothing else. */
  public int markBytes() {
    return markBytes;
  }

  public boolean isUtf16() {
    return switch (this) {
      case UTF16LE_MARK, UTF16BE_MARK, UTF16LE, UTF16BE -> true;
      case UTF8_MARK, UNCLEAR, NONE -> false;
    };
  }

  /** The encoding of the line, of a start for which {@link #isUtf16} is true. */
  public Charset charset() {
    return this == UTF16BE || this == UTF16BE_MARK
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_16LE;
  }
}
