package io.lynceus.common;

import java.nio.file.Path;
import java.util.Map;

/** Where a user's processes keep what outlives them. */
public final class StateFolder {
  private StateFolder() {}

  /**
   * {@code lynceus} in the user's folder of states, as the XDG Base Directory Specification has it.
   * It may not exist.
   *
   * @param environment of the process
   */
  public static Path of(Map<String, String> environment) {
    String states = environment.getOrDefault("XDG_STATE_HOME", "");
    Path parent =
        states.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(states);
    return parent.resolve("lynceus");
  }
}
