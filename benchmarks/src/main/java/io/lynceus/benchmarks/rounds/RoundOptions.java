package io.lynceus.benchmarks.rounds;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every benchmark: the number of rounds and the folder for results. */
public final class RoundOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec benchmark = CommandSpec.create();

  @Option(
      names = "--rounds",
      paramLabel = "NUMBER",
      description = "How often each side is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where NAME-DATE.md and .json go (default: ${DEFAULT-VALUE}).")
  private Path results = Path.of("benchmarks", "results");

  public int rounds() {
    return rounds;
  }

  /**
   * Measures all sides in turn and prints a line for each trial.
   *
   * @throws Exception from the first trial that fails
   */
  public Table measure(List<Side> sides) throws Exception {
    return new Rounds(rounds, out()).run(sides);
  }

  /** Writes the results and prints the file's name. */
  public void write(ResultFile file) throws IOException, InterruptedException {
    out().println("written: " + file.write(results));
  }

  private PrintWriter out() {
    return benchmark.commandLine().getOut();
  }
}
