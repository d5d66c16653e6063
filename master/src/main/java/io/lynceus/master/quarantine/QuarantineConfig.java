package io.lynceus.master.quarantine;

import io.lynceus.common.StateFolder;
import io.lynceus.model.settings.Check;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the quarantine.
 *
 * @param folder {@code quarantine.dir}: where images are kept; empty keeps none
 * @param bytes {@code quarantine.bytes}: of all images in it, 1 B to 1 TiB; the oldest are deleted
 *     first
 * @param images {@code quarantine.files}: how many are kept, 1 to 1,000,000; likewise
 */
public record QuarantineConfig(Optional<Path> folder, long bytes, int images) {
  private static final String AUTO = "auto";

  public QuarantineConfig {
    Check.size("quarantine.bytes", bytes, 1, 1L << 40);
    Check.wholeNumber("quarantine.files", images, 1, 1_000_000);
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
            : Optional.of(
                dir.equals(AUTO)
                    ? StateFolder.of(environment).resolve("quarantine")
                    : Path.of(dir));
    return new QuarantineConfig(folder, bytes, images);
  }
}
