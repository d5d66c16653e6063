package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that the master and the slaves of one cluster share. {@link #toString} hides it.
 * Immutable.
 */
public final class ClusterSecret {
  /** The least length of a secret, in characters. */
  public static final int MIN_LENGTH = 16;

  static final int PROOF_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] LABEL = "lynceus-handshake-1\0".getBytes(US_ASCII);

  private final SecretKeySpec key;

  private ClusterSecret(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * The secret of these characters.
   *
   * @throws IllegalArgumentException when there are fewer than {@link #MIN_LENGTH}
   */
  public static ClusterSecret of(String secret) {
    if (secret.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          (secret.isEmpty()
                  ? "no secret is set"
                  : "secret is at least " + MIN_LENGTH + " characters long")
              + ": set LYNCEUS_SECRET, the same for master and slaves"
              + " (openssl rand -hex 32 makes one)");
    }
    return new ClusterSecret(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
  }

  /**
   * The proof that {@code prover} has to send: HMAC-SHA256 (RFC 2104) over a label, the prover's
   * role and both hellos. A proof covers the role, so it cannot be sent back to its maker; the
   * challenges in the hellos, so it cannot be used again; the rest of the hellos, so nobody can
   * alter them on the way.
   */
  byte[] proof(Role prover, byte[] slaveHello, byte[] masterHello) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(LABEL);
      mac.update(prover.code());
      for (byte[] hello : new byte[][] {slaveHello, masterHello}) {
        mac.update(ByteBuffer.allocate(Short.BYTES).putShort(0, (short) hello.length));
        mac.update(hello);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /**
   * Whether {@link #proof} makes the same proof. The time that it takes does not depend on either.
   */
  boolean accepts(byte[] proof, Role prover, byte[] slaveHello, byte[] masterHello) {
    return MessageDigest.isEqual(proof, proof(prover, slaveHello, masterHello));
  }

  @Override
  public String toString() {
    return "ClusterSecret[hidden]";
  }
}
