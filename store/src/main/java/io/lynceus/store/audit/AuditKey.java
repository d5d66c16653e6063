package io.lynceus.store.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/** The key that heads of the audit table are signed with, a file of the store. Immutable. */
public final class AuditKey {
  private static final String FILE = "audit-key";
  private static final long MOST_BYTES = 1024;

  private final PrivateKey secret;
  private final String open;

  private AuditKey(PrivateKey secret, String open) {
    this.secret = secret;
    this.open = open;
  }

  /**
   * Reads it, and makes it if it is missing: two lines of base64, the private key (PKCS #8) and the
   * public one (X.509), for the store's user alone.
   *
   * @throws IOException when the file cannot be read or written, or holds something else
   */
  public static AuditKey of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        make(folder, file);
      }
      List<String> lines = Files.size(file) > MOST_BYTES ? List.of() : Files.readAllLines(file);
      if (lines.size() != 2) {
        throw new IOException(file + " holds no key: move it away, and a new one is made");
      }
      PrivateKey secret =
          KeyFactory.getInstance(AuditHead.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
      return new AuditKey(secret, lines.get(1));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no key: move it away, and a new one is made", e);
    }
  }

  private static void make(Path folder, Path file) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(AuditHead.ALGORITHM).generateKeyPair();
    Base64.Encoder text = Base64.getEncoder();
    Path part = Files.createTempFile(folder, "." + FILE, ".part", forUserAlone(folder));
    try {
      Files.write(
          part,
          List.of(
              text.encodeToString(pair.getPrivate().getEncoded()),
              text.encodeToString(pair.getPublic().getEncoded())),
          US_ASCII);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] forUserAlone(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** The public key: X.509, base64. */
  public String open() {
    return open;
  }

  /** Signs that the table ends so now. */
  public AuditHead sign(AuditEntry last, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    try {
      Signature signature = Signature.getInstance(AuditHead.ALGORITHM);
      signature.initSign(secret);
      signature.update(AuditHead.signed(last.number(), last.hash(), at));
      return new AuditHead(
          last.number(),
          last.hash(),
          at,
          open,
          Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with Ed25519", e);
    }
  }
}
