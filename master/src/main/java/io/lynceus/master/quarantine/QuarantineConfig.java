package io.lynceus.master.quarantine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the quarantine.
 *
 * @param folder where images are kept; empty keeps none
 * @param bytes of all images in it; the oldest go first
 * @param images in it; likewise
 */
public record QuarantineConfig(Optional<Path> folder, long bytes, int images) {
  private static final String AUTO = "auto";

  /** What the commented settings file says too; a test holds the two together. */
  public static QuarantineConfig standard() {
    return of(AUTO, 256L << 20, 100, System.getenv());
  }

  public QuarantineConfig {
    if (bytes < 1) {
      throw new IllegalArgumentException("quarantine.bytes must be at least 1");
    }
    if (images < 1) {
      throw new IllegalArgumentException("quarantine.files must be at least 1");
    }
  }

  /**
   * Finds the folder.
   *
   * @param dir a path, empty for none, or {@code auto}: {@code lynceus/quarantine} in the user's
   *     folder of states, as the XDG Base Directory Specification has it
   */
  public static QuarantineConfig of(
      String dir, long bytes, int images, Map<String, String> environment) {
    Optional<Path> folder =
        dir.isEmpty()
            ? Optional.empty()
            : Optional.of(dir.equals(AUTO) ? ofUser(environment) : Path.of(dir));
    return new QuarantineConfig(folder, bytes, images);
  }

  private static Path ofUser(Map<String, String> environment) {
    String states = environment.getOrDefault("XDG_STATE_HOME", "");
    Path parent =
        states.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(states);
    return parent.resolve("lynceus").resolve("quarantine");
  }
}
