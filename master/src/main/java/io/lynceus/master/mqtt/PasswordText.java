package io.lynceus.master.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a password from a file. Its messages repeat nothing of it. */
final class PasswordText {
  private static final int MOST_BYTES = 4096;

  private PasswordText() {}

  /**
   * The first line.
   *
   * @param setting that names the file
   * @throws IOException naming the setting and the file
   */
  static String read(String setting, Path file) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MOST_BYTES), UTF_8).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new IOException(
          setting + " names " + file + ", which cannot be read: is the path right?", e);
    }
    if (text.isEmpty()) {
      throw new IOException(setting + " names " + file + ", whose first line is empty");
    }
    return text;
  }
}
