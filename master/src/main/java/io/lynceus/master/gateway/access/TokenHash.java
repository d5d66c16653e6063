package io.lynceus.master.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A token, or the id of a session, as its SHA-256: this is what stays in memory. Immutable.
 *
 * <p>SHA-256 without salt and rounds suffices for texts that are random and long.
 */
public final class TokenHash {
  private final byte[] hash;

  private TokenHash(byte[] hash) {
    this.hash = hash;
  }

  public static TokenHash of(String secret) {
    try {
      return new TokenHash(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether both are of one secret. Takes the same time in either case. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash same && MessageDigest.isEqual(hash, same.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return "hidden";
  }
}
