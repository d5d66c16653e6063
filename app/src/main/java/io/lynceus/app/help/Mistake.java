package io.lynceus.app.help;

import io.lynceus.app.cli.Text;
import io.lynceus.model.text.NearestNames;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A mistake in a command line, and what was probably meant. */
public final class Mistake {
  private Mistake() {}

  /**
   * What is wrong, in one sentence without its full stop.
   *
   * @param otherwise for a mistake that is not a wrong name
   */
  public static String of(ParameterException mistake, String otherwise) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return otherwise;
    }
    CommandSpec command = mistake.getCommandLine().getCommandSpec();
    String word = unmatched.getUnmatched().get(0);
    if (word.startsWith("-") && word.length() > 1) {
      return noOption(command, word.replaceFirst("=.*", ""));
    }
    return command.subcommands().isEmpty()
        ? nameOf(command) + " takes no '" + Text.shown(word) + "'"
        : noCommand(command, word);
  }

  /** Where to read on. */
  public static String seeAlso(CommandSpec command) {
    boolean general = command.parent() == null || command.userObject() instanceof LynceusHelp;
    return general ? "see lynceus help" : "see " + command.qualifiedName() + " --help";
  }

  /** There is no subcommand of that name. */
  static String noCommand(CommandSpec command, String word) {
    List<String> names =
        CommandGroups.of(command).values().stream()
            .flatMap(List::stream)
            .map(CommandSpec::name)
            .toList();
    return "there is no subcommand "
        + Text.shown(word)
        + (command.parent() == null ? "" : " of " + nameOf(command))
        + NearestNames.aside(word, names);
  }

  private static String noOption(CommandSpec command, String word) {
    List<String> names =
        command.options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .toList();
    return nameOf(command) + " has no option " + Text.shown(word) + NearestNames.aside(word, names);
  }

  /** As a user writes it behind {@code lynceus}. */
  private static String nameOf(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^lynceus ", "");
  }
}
