package io.lynceus.common.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The PEM files of one end.
 *
 * @param prefix of the settings' names, for messages: {@code slaves.tls.} or {@code --}
 * @param certificate this end's certificate, then those between it and its CA
 * @param key its private key, PKCS #8, not encrypted
 * @param ca the CAs whose certificates this end accepts from the other end
 */
public record TlsFiles(
    String prefix, Optional<Path> certificate, Optional<Path> key, Optional<Path> ca) {

  /**
   * @throws IllegalArgumentException naming the missing setting, if only one of a pair is set
   */
  public TlsFiles {
    if (certificate.isPresent() != key.isPresent()) {
      String given = certificate.isPresent() ? "certificate" : "key";
      String missing = certificate.isPresent() ? "key" : "certificate";
      throw new IllegalArgumentException(
          "%s%s is set, but %s%s is not: set both".formatted(prefix, given, prefix, missing));
    }
  }

  /** From three settings; an empty setting means that there is no such file. */
  public static TlsFiles of(String prefix, String certificate, String key, String ca) {
    return new TlsFiles(prefix, path(certificate), path(key), path(ca));
  }

  private static Optional<Path> path(String setting) {
    return Optional.of(setting.strip()).filter(text -> !text.isEmpty()).map(Path::of);
  }

  /** Whether no file is set at all. */
  public boolean isEmpty() {
    return certificate.isEmpty() && ca.isEmpty();
  }

  /**
   * The files of an end that listens.
   *
   * @return empty if no file is set: no TLS
   * @throws IllegalArgumentException naming the setting that is missing
   */
  public Optional<TlsFiles> ofServer() {
    if (ca.isPresent() && certificate.isEmpty()) {
      throw new IllegalArgumentException(
          prefix + "ca is set, but " + prefix + "certificate is not: TLS needs a certificate here");
    }
    return isEmpty() ? Optional.empty() : Optional.of(this);
  }

  /** A text that changes when a file is changed, replaced or removed. Reads their attributes. */
  String stamp() {
    StringJoiner stamp = new StringJoiner(" ");
    certificate.ifPresent(file -> stamp.add(stamp(file)));
    key.ifPresent(file -> stamp.add(stamp(file)));
    ca.ifPresent(file -> stamp.add(stamp(file)));
    return stamp.toString();
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
    } catch (IOException e) {
      return "missing";
    }
  }
}
