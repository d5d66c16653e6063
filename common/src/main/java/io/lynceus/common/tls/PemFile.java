package io.lynceus.common.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One PEM file (RFC 7468). Its error messages name the setting and the file, but nothing of the
 * file's content.
 *
 * @param setting the name of the setting that names the file
 */
record PemFile(String setting, Path path) {
  /** Far more than any chain needs. */
  private static final int MAX_BYTES = 1 << 20;

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  /** All certificates in the file, at least one. */
  X509Certificate[] certificates() throws IOException {
    try {
      X509Certificate[] found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes()))
              .toArray(X509Certificate[]::new);
      if (found.length > 0) {
        return found;
      }
    } catch (GeneralSecurityException | ArrayStoreException e) {
      throw broken("holds a certificate that cannot be read", e);
    }
    throw broken("holds no certificate (BEGIN CERTIFICATE)", null);
  }

  /** The private key in the file. */
  PrivateKey privateKey() throws IOException {
    Matcher pem = PRIVATE_KEY.matcher(new String(bytes(), ISO_8859_1));
    if (!pem.find()) {
      throw broken(
          "holds no unencrypted PKCS #8 key (BEGIN PRIVATE KEY):"
              + " openssl pkcs8 -topk8 -nodes makes one of other forms",
          null);
    }
    PKCS8EncodedKeySpec encoded;
    try {
      encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    } catch (IllegalArgumentException e) {
      throw broken("holds a private key that cannot be read", null);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (GeneralSecurityException e) {
        // It may be a key of the next algorithm.
      }
    }
    throw broken("holds a private key that is neither EC, nor RSA, nor EdDSA", null);
  }

  private byte[] bytes() throws IOException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw broken("is too large for a PEM file", null);
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw broken("does not exist", null);
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw broken("cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private TlsException broken(String why, @Nullable Throwable cause) {
    return new TlsException(setting + ": " + path + " " + why, cause);
  }
}
