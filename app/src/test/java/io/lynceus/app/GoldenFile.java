package io.lynceus.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Output as it should look, in {@code src/test/resources/golden}. {@code -Dlynceus.golden=write}
 * writes the files anew: look at what has changed before you commit it.
 */
public final class GoldenFile {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /** The lines are those of the file. */
  public static void assertSame(String name, List<String> lines) throws IOException {
    Path file = FOLDER.resolve(name);
    String text = String.join("\n", lines) + "\n";
    if (System.getProperty("lynceus.golden", "").equals("write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file, UTF_8));
  }
}
