package io.lynceus.app.watch.ftp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password that people chose, as PBKDF2 with HMAC-SHA256 (RFC 8018): {@code
 * pbkdf2-sha256$ROUNDS$SALT$HASH}, both in Base64. One check costs some 50 ms of CPU.
 */
final class PasswordHash {
  static final int ROUNDS = 100_000;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final Pattern TEXT =
      Pattern.compile(
          "pbkdf2-sha256\\$(\\d{4,8})\\$([A-Za-z0-9+/=]{8,128})\\$([A-Za-z0-9+/=]{44})");

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /** Of no password: a check costs the same. */
  static PasswordHash ofNone() {
    return new PasswordHash(ROUNDS, new byte[SALT_BYTES], new byte[BYTES]);
  }

  /** Of a new password. */
  static PasswordHash of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static PasswordHash read(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no hash of a password");
    }
    int rounds = Integer.parseInt(matcher.group(1));
    byte[] hash = Base64.getDecoder().decode(matcher.group(3));
    if (rounds > 10_000_000 || hash.length != BYTES) {
      throw new IllegalArgumentException("no hash of a password");
    }
    return new PasswordHash(rounds, Base64.getDecoder().decode(matcher.group(2)), hash);
  }

  /** Whether it is of this password. Takes the same time in either case. */
  boolean isOf(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, rounds));
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, rounds, 8 * BYTES);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no PBKDF2", e);
    } finally {
      key.clearPassword();
    }
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "pbkdf2-sha256$%d$%s$%s"
        .formatted(rounds, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
