package io.lynceus.master.gateway.items.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * The head of one of the boxes that MP4, HEIC, AVIF, JPEG 2000 and JPEG XL files are made of
 * (ISO/IEC 14496-12, 4.2): its size, 32 bits or 64, and its type.
 *
 * @param bytes of the box with its head; {@link #TO_THE_END} when it reaches to the file's end
 */
public record FileBox(long bytes) {
  /** The bytes of the longest head. */
  public static final int HEAD = 16;

  /** The size of a box that reaches to the end of its file. */
  public static final long TO_THE_END = Long.MAX_VALUE;

  private static final int SHORT_HEAD = 8;
  private static final Set<String> FIRST = Set.of("ftyp", "jP  ", "JXL ");

  /** Boxes of the highest level. Others would be bytes that are no box. */
  private static final Set<String> TYPES =
      Set.of(
          "ftyp", "moov", "mdat", "free", "skip", "wide", "uuid", "meta", "moof", "mfra", "sidx",
          "styp", "pnot", "pdin", "udta", "emsg", "prft", "mpvd", "sefd", "jP  ", "jp2h", "jp2c",
          "jp2i", "xml ", "uinf", "JXL ", "jxlc", "jxlp", "jxll", "jxli", "Exif", "brob", "jbrd");

  /**
   * Reads the head at the position.
   *
   * @param in at least {@link #HEAD} bytes, or all that there are
   * @return nothing where no box starts
   */
  public static Optional<FileBox> at(ByteBuffer in) {
    if (in.remaining() < SHORT_HEAD || !TYPES.contains(type(in))) {
      return Optional.empty();
    }
    long size = in.getInt(in.position()) & 0xffffffffL;
    int head = SHORT_HEAD;
    if (size == 0) {
      return Optional.of(new FileBox(TO_THE_END));
    }
    if (size == 1) {
      head = HEAD;
      size = in.remaining() < HEAD ? 0 : in.getLong(in.position() + SHORT_HEAD);
    }
    return size < head ? Optional.empty() : Optional.of(new FileBox(size));
  }

  /** Whether the first box of a file starts at the position. */
  public static boolean startsFile(ByteBuffer in) {
    return in.remaining() >= SHORT_HEAD && FIRST.contains(type(in));
  }

  private static String type(ByteBuffer in) {
    byte[] type = new byte[4];
    in.get(in.position() + 4, type);
    return new String(type, ISO_8859_1);
  }
}
