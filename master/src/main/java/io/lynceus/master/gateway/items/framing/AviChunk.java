package io.lynceus.master.gateway.items.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a chunk of an AVI file: an id of four letters and a size, little endian. {@code RIFF}
 * and {@code LIST} chunks name what they hold, and hold chunks. Long files are several RIFFs
 * (OpenDML AVI 1.02), the later ones of {@code AVIX}.
 *
 * @param form of a {@code RIFF} or {@code LIST}; empty for another chunk
 * @param size of what follows the first 8 bytes
 */
public record AviChunk(String id, String form, long size) {
  /** Bytes of the head of a RIFF or LIST. */
  public static final int LIST_HEAD = 12;

  /** Bytes of the head of another chunk. */
  public static final int HEAD = 8;

  /** Writers that cannot go back leave such a size. */
  private static final long UNKNOWN_SIZE = 0xffffffffL;

  private static final Set<String> OTHERS =
      Set.of("JUNK", "junk", "idx1", "indx", "IDIT", "ISMP", "_PMX", "vprp", "dmlh", "olym");

  /**
   * Reads the head at the position.
   *
   * @return nothing when more bytes are needed
   */
  public static Optional<AviChunk> at(ByteBuffer in) {
    if (in.remaining() < HEAD) {
      return Optional.empty();
    }
    String id = text(in, 0);
    boolean list = id.equals("RIFF") || id.equals("LIST");
    if (list && in.remaining() < LIST_HEAD) {
      return Optional.empty();
    }
    long size = in.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(4) & UNKNOWN_SIZE;
    return Optional.of(new AviChunk(id, list ? text(in, HEAD) : "", size));
  }

  private static String text(ByteBuffer in, int offset) {
    byte[] text = new byte[4];
    in.get(in.position() + offset, text);
    return new String(text, ISO_8859_1);
  }

  /** Whether it starts a file, or one of its later parts. */
  public boolean isRiff() {
    return id.equals("RIFF") && (form.equals("AVI ") || form.equals("AVIX"));
  }

  /** Whether it starts one of the later parts of a file. */
  public boolean isLaterRiff() {
    return isRiff() && form.equals("AVIX");
  }

  /** Whether chunks of frames are in it. */
  public boolean holdsFrames() {
    return id.equals("LIST") && (form.equals("movi") || form.equals("rec "));
  }

  /** Whether its size says nothing. */
  public boolean isSizeUnknown() {
    return size == 0 || size == UNKNOWN_SIZE;
  }

  /** Whether it is a picture of a video: {@code 00dc}, {@code 00db}. */
  public boolean isFrame() {
    return isOfStream() && id.charAt(2) == 'd' && (id.charAt(3) == 'c' || id.charAt(3) == 'b');
  }

  /** Whether it may be a chunk at all. */
  public boolean isKnown() {
    boolean index = id.startsWith("ix") && isDigit(id.charAt(2)) && isDigit(id.charAt(3));
    return id.equals("LIST") || isOfStream() || index || OTHERS.contains(id);
  }

  /** The size of what follows the head, with the byte that fills it up. */
  public long paddedSize() {
    return size + (size & 1);
  }

  private boolean isOfStream() {
    return isDigit(id.charAt(0)) && isDigit(id.charAt(1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
