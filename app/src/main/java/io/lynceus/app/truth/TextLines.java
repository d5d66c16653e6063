package io.lynceus.app.truth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lines of a small text file.
 *
 * @param name of the file, for messages
 */
record TextLines(String name, List<String> lines) {
  private static final int MAX_BYTES = 8 << 20;

  static TextLines of(Path file, String name) throws TruthException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new TruthException(name + " has more than 8 MiB");
      }
      String text = new String(bytes, UTF_8);
      return new TextLines(name, text.replaceFirst("^\uFEFF", "").lines().toList());
    } catch (IOException e) {
      throw new TruthException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * What is wrong.
   *
   * @param line from 1
   */
  TruthException problem(int line, String what) {
    return new TruthException(name + ", line " + line + ": " + what);
  }
}
