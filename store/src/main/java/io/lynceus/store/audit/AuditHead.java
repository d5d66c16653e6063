package io.lynceus.store.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The last entry of the audit table at some time, signed with the store's key (Ed25519, RFC 8032).
 * Whoever may write the database can make the whole chain of hashes anew, but not so that it agrees
 * with heads that were kept elsewhere.
 *
 * @param entries how many the table had, at least 1
 * @param hash of the last of them
 * @param at when it was signed, to the millisecond
 * @param key the store's public key: X.509, base64
 * @param signature of {@link #signed}, base64
 */
public record AuditHead(long entries, String hash, Instant at, String key, String signature) {
  static final String ALGORITHM = "Ed25519";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public AuditHead {
    if (entries < 1 || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("no head of an audit table");
    }
  }

  /** What is signed: a line each for what it is, the number of entries, the hash and the time. */
  static byte[] signed(long entries, String hash, Instant at) {
    return ("lynceus audit head\n" + entries + "\n" + hash + "\n" + at + "\n").getBytes(US_ASCII);
  }

  /** Whether the signature is one of {@link #key}, of exactly this head. */
  public boolean isGenuine() {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
      check.update(signed(entries, hash, at));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
