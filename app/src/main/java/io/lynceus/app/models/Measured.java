package io.lynceus.app.models;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a network's trial has measured on this machine; kept beside the network.
 *
 * @param runMs milliseconds of one run on one thread
 */
record Measured(double runMs) {
  private static final String FILE = "measured.conf";
  private static final String KEY = "run-ms";

  /** What is kept beside a network; absent if there is nothing to be read. */
  static Optional<Measured> of(Path folder) {
    try {
      String text = Files.readString(folder.resolve(FILE));
      return Optional.of(new Measured(ConfigFactory.parseString(text).getDouble(KEY)));
    } catch (IOException | ConfigException e) {
      return Optional.empty(); // it was put there by hand
    }
  }

  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve(FILE),
        String.format(
            Locale.ROOT, "# One run on one thread of this machine.%n%s = %.1f%n", KEY, runMs));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.0f ms", runMs);
  }
}
