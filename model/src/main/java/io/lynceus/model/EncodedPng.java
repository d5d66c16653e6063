package io.lynceus.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of a PNG file; equal when the bytes are. */
public final class EncodedPng {
  private static final int COLOUR_TYPE_AT = 25;

  /** Of a colour type, the bits that say that there are colours, and whether in a palette. */
  private static final int COLOURS_WITHOUT_PALETTE = 3;

  private final byte[] bytes;

  /** Takes the array over: the caller no longer changes it. */
  public EncodedPng(byte[] bytes) {
    this.bytes = bytes;
  }

  public int size() {
    return bytes.length;
  }

  /**
   * Whether it is a picture in colours, and no map of places: a map has one channel, or a palette.
   */
  public boolean isPicture() {
    return bytes.length > COLOUR_TYPE_AT && (bytes[COLOUR_TYPE_AT] & COLOURS_WITHOUT_PALETTE) == 2;
  }

  /** A copy of the file's bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** A read-only view of the file's first bytes: {@code most} of them, or all if it is shorter. */
  public ByteBuffer start(int most) {
    return ByteBuffer.wrap(bytes, 0, Math.min(most, bytes.length)).slice().asReadOnlyBuffer();
  }

  /** The file in Base64, without line breaks. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedPng png && Arrays.equals(bytes, png.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "EncodedPng[" + bytes.length + " bytes]";
  }
}
