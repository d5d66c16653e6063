package io.lynceus.common.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The identity of this end.
 *
 * @param chain its own certificate first
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

  /** The identity from the files, if they are set. */
  static Optional<TlsIdentity> read(TlsFiles files) throws IOException {
    if (files.certificate().isEmpty() || files.key().isEmpty()) {
      return Optional.empty();
    }
    PemFile certificate = new PemFile(files.prefix() + "certificate", files.certificate().get());
    PemFile key = new PemFile(files.prefix() + "key", files.key().get());
    TlsIdentity identity = new TlsIdentity(key.privateKey(), List.of(certificate.certificates()));
    if (!identity.matches()) {
      throw new TlsException(
          "%s: %s is not the key of the certificate %s"
              .formatted(key.setting(), key.path(), certificate.path()),
          null);
    }
    return Optional.of(identity);
  }

  /**
   * Whether the key belongs to the certificate: the JDK would not notice before the first
   * handshake, and a renewal may have replaced only one of the files so far.
   */
  private boolean matches() {
    String keyAlgorithm = key.getAlgorithm();
    String algorithm =
        switch (keyAlgorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> keyAlgorithm;
        };
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(new byte[1]);
      byte[] signature = signer.sign();
      signer.initVerify(chain.get(0).getPublicKey());
      signer.update(new byte[1]);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  X509Certificate[] certificates() {
    return chain.toArray(X509Certificate[]::new);
  }

  /** For the log. */
  String describe() {
    X509Certificate own = chain.get(0);
    return "%s, valid until %s"
        .formatted(own.getSubjectX500Principal().getName(), own.getNotAfter().toInstant());
  }
}
