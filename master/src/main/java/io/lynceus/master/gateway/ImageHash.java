package io.lynceus.master.gateway;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a file, computed while its bytes arrive: they are still in the processor's cache
 * then, and nothing waits for it when the file is whole. Used by one thread.
 */
public final class ImageHash {
  private final MessageDigest digest;
  private int hashed;

  public ImageHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Takes the next bytes of the file. */
  public void update(byte[] bytes, int from, int count) {
    digest.update(bytes, from, count);
    hashed += count;
  }

  /** Forgets all bytes. */
  public void reset() {
    if (hashed > 0) {
      digest.reset();
      hashed = 0;
    }
  }

  /**
   * Ends the file, and forgets it.
   *
   * @param file holds the bytes that were taken, from 0 on
   * @param from where the image starts in it
   * @param to where it ends; if these are not the bytes that were taken, it is hashed anew
   * @return the hash in hexadecimal digits
   */
  public String end(byte[] file, int from, int to) {
    if (from != 0 || hashed != to) {
      digest.reset();
      digest.update(file, from, to - from);
    }
    hashed = 0;
    return HexFormat.of().formatHex(digest.digest());
  }
}
