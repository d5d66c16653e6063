package io.lynceus.protocol.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A small copy of a picture, made by the slave that has decoded it: a JPEG file, upright, without
 * metadata. Equal when the bytes are.
 */
public final class Thumbnail {
  /** No file is larger. */
  public static final int MAX_BYTES = 30 << 10;

  /** The longest side that a master may ask for, in pixels. */
  public static final int MAX_SIDE = 512;

  private final byte[] jpeg;

  /**
   * Takes the array over: the caller no longer changes it.
   *
   * @throws IllegalArgumentException when it is larger than {@link #MAX_BYTES}
   */
  public Thumbnail(byte[] jpeg) {
    if (jpeg.length > MAX_BYTES) {
      throw new IllegalArgumentException("a thumbnail of " + jpeg.length + " bytes is too large");
    }
    this.jpeg = jpeg;
  }

  /** Bytes of the file. */
  public int size() {
    return jpeg.length;
  }

  /** A copy of the file's bytes. */
  public byte[] toByteArray() {
    return jpeg.clone();
  }

  /** A read-only view of the file. */
  public ByteBuffer file() {
    return ByteBuffer.wrap(jpeg).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Thumbnail thumbnail && Arrays.equals(jpeg, thumbnail.jpeg);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(jpeg);
  }

  @Override
  public String toString() {
    return "Thumbnail[" + jpeg.length + " bytes]";
  }
}
