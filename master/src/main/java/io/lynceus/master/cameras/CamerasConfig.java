package io.lynceus.master.cameras;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the cameras are described.
 *
 * @param file {@code cameras.file}; absent for no file
 * @param required whether the file has to be there; else there may be none, and it counts when it
 *     comes
 * @param channels whom rules of events can name, apart from the log
 */
public record CamerasConfig(Optional<Path> file, boolean required, Set<String> channels) {
  private static final String AUTO = "auto";
  private static final String NAME = "cameras.conf";

  /** No file. */
  public static final CamerasConfig NONE = new CamerasConfig(Optional.empty(), false, Set.of());

  /**
   * Finds the file.
   *
   * @param file a path, empty for none, or {@code auto}: {@code lynceus/cameras.conf} in the user's
   *     folder of settings, as the XDG Base Directory Specification has it
   */
  public static CamerasConfig of(String file, Map<String, String> environment) {
    if (file.isEmpty()) {
      return NONE;
    }
    return isAuto(file)
        ? new CamerasConfig(Optional.of(folder(environment).resolve(NAME)), false, Set.of())
        : new CamerasConfig(Optional.of(Path.of(file)), true, Set.of());
  }

  /** The file beside the master's own settings: what {@code auto} means where there are some. */
  public static CamerasConfig beside(Path settings) {
    return new CamerasConfig(
        Optional.of(settings.toAbsolutePath().resolveSibling(NAME)), false, Set.of());
  }

  /** The same, with other channels. */
  public CamerasConfig withChannels(Set<String> names) {
    return new CamerasConfig(file, required, names);
  }

  /** Whether the setting leaves the place open. */
  public static boolean isAuto(String file) {
    return file.equals(AUTO);
  }

  private static Path folder(Map<String, String> environment) {
    String settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path parent =
        settings.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(settings);
    return parent.resolve("lynceus");
  }
}
