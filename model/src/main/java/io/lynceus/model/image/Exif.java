package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * What an image's EXIF data (CIPA DC-008) says of how to show the image and of when it was taken.
 * EXIF data is often broken: a field that makes no sense counts as missing, and is never a reason
 * to refuse an image.
 *
 * @param orientation 1 (upright) to 8
 * @param taken {@code DateTimeOriginal} with {@code SubSecTimeOriginal}: the camera's own clock
 * @param offset {@code OffsetTimeOriginal}: that clock's distance from UTC
 */
public record Exif(int orientation, Optional<LocalDateTime> taken, Optional<ZoneOffset> offset) {
  private static final int UPRIGHT = 1;

  /** No EXIF data, or nothing in it that is read here. */
  static final Exif NONE = ofOrientation(UPRIGHT);

  private static final int ORIENTATION = 0x0112;
  private static final int EXIF_DIRECTORY = 0x8769;
  private static final int DATE_TIME_ORIGINAL = 0x9003;
  private static final int OFFSET_TIME_ORIGINAL = 0x9011;
  private static final int SUB_SEC_TIME_ORIGINAL = 0x9291;

  private static final int DATE_TIME_CHARS = 19;
  private static final int OFFSET_CHARS = 6;
  private static final int NANOSECOND_DIGITS = 9;
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  /** "Exif", 0, 0: precedes the data in JPEG, and in some PNG and WebP files. */
  private static final ByteBuffer PREFIX = ByteBuffer.wrap(new byte[] {'E', 'x', 'i', 'f', 0, 0});

  static final int PREFIX_BYTES = 6;

  static Exif ofOrientation(int orientation) {
    return new Exif(orientation, Optional.empty(), Optional.empty());
  }

  static boolean hasPrefix(ByteBuffer data) {
    return data.remaining() >= PREFIX_BYTES
        && data.slice(data.position(), PREFIX_BYTES).equals(PREFIX);
  }

  /**
   * Reads EXIF data: two TIFF directories, each once, whatever they claim.
   *
   * @param data with or without the prefix, from its position to its limit; left as it is
   */
  static Exif read(ByteBuffer data) {
    ByteBuffer tiff = data.slice();
    if (hasPrefix(tiff)) {
      tiff = tiff.position(PREFIX_BYTES).slice();
    }
    if (tiff.limit() < 8) {
      return NONE;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return tiff.getShort(2) == 42 ? read(new Tiff(tiff)) : NONE;
  }

  private static Exif read(Tiff tiff) {
    long main = tiff.unsigned(4);
    int orientation = tiff.shortOf(main, ORIENTATION);
    long directory = tiff.longOf(main, EXIF_DIRECTORY);
    Optional<LocalDateTime> taken = dateTime(tiff.textOf(directory, DATE_TIME_ORIGINAL));
    return new Exif(
        orientation >= UPRIGHT && orientation <= 8 ? orientation : UPRIGHT,
        taken.map(time -> time.withNano(nanos(tiff.textOf(directory, SUB_SEC_TIME_ORIGINAL)))),
        offset(tiff.textOf(directory, OFFSET_TIME_ORIGINAL)));
  }

  private static Optional<LocalDateTime> dateTime(String text) {
    if (text.length() != DATE_TIME_CHARS) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(text, DATE_TIME)).filter(time -> time.getYear() > 0);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The fraction of the second, from its digits; 0 if there are none. */
  private static int nanos(String text) {
    return text.matches("\\d{1,9}")
        ? Integer.parseInt(text + "0".repeat(NANOSECOND_DIGITS - text.length()))
        : 0;
  }

  private static Optional<ZoneOffset> offset(String text) {
    if (text.length() != OFFSET_CHARS) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneOffset.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The directories of a TIFF file. A field is 0 or empty if the directory does not have it, has it
   * with another type, or lies outside the bytes.
   */
  private record Tiff(ByteBuffer bytes) {
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_BYTES = 12;
    private static final int INLINE_BYTES = 4;
    private static final int NONE = -1;

    /** Longer texts are read as far as this. */
    private static final int MAX_TEXT_BYTES = 32;

    long unsigned(int at) {
      return bytes.getInt(at) & 0xffffffffL;
    }

    int shortOf(long directory, int tag) {
      int entry = find(directory, tag, SHORT);
      return entry == NONE ? 0 : bytes.getShort(entry + 8);
    }

    long longOf(long directory, int tag) {
      int entry = find(directory, tag, LONG);
      return entry == NONE ? 0 : unsigned(entry + 8);
    }

    /** Without the zero that ends it and the spaces that fill it. */
    String textOf(long directory, int tag) {
      int entry = find(directory, tag, ASCII);
      if (entry == NONE) {
        return "";
      }
      long length = unsigned(entry + 4);
      long at = length <= INLINE_BYTES ? entry + 8 : unsigned(entry + 8);
      if (at + length > bytes.limit()) {
        return "";
      }
      byte[] text = new byte[(int) Math.min(length, MAX_TEXT_BYTES)];
      bytes.get((int) at, text);
      String padded = new String(text, StandardCharsets.ISO_8859_1);
      int end = padded.indexOf(0);
      return (end < 0 ? padded : padded.substring(0, end)).strip();
    }

    /** Where the first entry with this tag stands, or {@link #NONE}. */
    private int find(long directory, int tag, int type) {
      if (directory == 0 || directory + 2 > bytes.limit()) {
        return NONE;
      }
      int entries = bytes.getShort((int) directory) & 0xffff;
      for (int i = 0; i < entries; i++) {
        long entry = directory + 2 + (long) i * ENTRY_BYTES;
        if (entry + ENTRY_BYTES > bytes.limit()) {
          return NONE;
        }
        if ((bytes.getShort((int) entry) & 0xffff) == tag
            && bytes.getShort((int) entry + 2) == type) {
          return (int) entry;
        }
      }
      return NONE;
    }
  }
}
