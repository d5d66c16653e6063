package io.lynceus.app.accuracy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lynceus benchmark}: measures on pictures of the user's own. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measures on your own pictures: accuracy.",
    subcommands = AccuracyCommand.class)
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
