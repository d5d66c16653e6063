package io.lynceus.app.accuracy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lynceus benchmark}: measures on pictures of the user's own. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    header = "Measures accuracy on your own pictures",
    description = "Measures on your own pictures: accuracy.",
    subcommands = AccuracyCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all pictures are scored",
      "1:at least one picture is not",
      "2:wrong usage or configuration",
      "3:the master cannot be reached, or was lost",
      "4:at least one picture should be tried again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus benchmark accuracy --data pics",
      "  lynceus benchmark accuracy --data pics --json",
      "  lynceus benchmark accuracy --help"
    })
public final class BenchmarkCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  /** Runs when no measurement is named. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say what to measure: accuracy");
  }
}
