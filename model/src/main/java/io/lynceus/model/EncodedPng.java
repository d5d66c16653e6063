package io.lynceus.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of a PNG file; equal when the bytes are. */
public final class EncodedPng {
  private final byte[] bytes;

  /** Takes the array over: the caller no longer changes it. */
  public EncodedPng(byte[] bytes) {
    this.bytes = bytes;
  }

  public int size() {
    return bytes.length;
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
