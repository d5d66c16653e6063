package io.lynceus.app.models;

import io.lynceus.app.cli.CommandException;
import java.io.Console;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The user's word on a file whose hash the catalogue does not know. */
final class HashConsent {
  private final List<String> accepted;
  private final @Nullable Console console;

  /**
   * @param accepted hashes that the user has named beforehand
   * @param console where else the user is asked; null if there is nobody to ask
   */
  HashConsent(List<String> accepted, @Nullable Console console) {
    this.accepted = accepted.stream().map(hash -> hash.strip().toLowerCase(Locale.ROOT)).toList();
    this.console = console;
  }

  /**
   * Asks, unless it is known.
   *
   * @return whether the file is to be kept
   * @throws CommandException when the user cannot be asked; says what to do
   */
  boolean accepts(String what, String sha256) throws CommandException {
    if (accepted.contains(sha256)) {
      return true;
    }
    String told =
        "nobody has published the hash of %s; what came has sha256 %s".formatted(what, sha256);
    if (accepted.isEmpty() && console != null) {
      String answer = console.readLine("%s%nKeep it? [y/N] ", told);
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
    throw new CommandException(
        CommandException.USAGE, told + "; to accept it, run it again with --sha256 " + sha256);
  }
}
