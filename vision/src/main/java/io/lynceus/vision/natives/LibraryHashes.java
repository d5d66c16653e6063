package io.lynceus.vision.natives;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The SHA-256 of each native library that this version may load.
 *
 * @param byResource in hexadecimal, by the absolute name of the resource
 */
record LibraryHashes(Map<String, String> byResource) {
  /** In the format of {@code sha256sum}. */
  static final String LIST = "sha256sums.txt";

  private static final int BUFFER_BYTES = 1 << 16;

  /** The list in the jar. */
  static LibraryHashes ofThisVersion() {
    try (InputStream list = LibraryHashes.class.getResourceAsStream(LIST)) {
      return new LibraryHashes(
          new String(Objects.requireNonNull(list, LIST).readAllBytes(), UTF_8)
              .lines()
              .map(line -> line.split(" +", 2))
              .collect(Collectors.toMap(parts -> "/" + parts[1], parts -> parts[0])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash that the resource has to have; empty for one that is not listed. */
  String of(String resource) {
    return byResource.getOrDefault(resource, "");
  }

  /** Whether this is the content of that resource. Reads all of it. */
  boolean isContent(InputStream content, String resource) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest()).equals(byResource.get(resource));
  }

  /** Whether this file has the content of that resource. */
  boolean isContent(Path file, String resource) throws IOException {
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return isContent(content, resource);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
