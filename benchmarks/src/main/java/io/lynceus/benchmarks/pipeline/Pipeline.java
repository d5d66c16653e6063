package io.lynceus.benchmarks.pipeline;

import io.lynceus.benchmarks.rounds.ResultFile;
import io.lynceus.benchmarks.rounds.RoundOptions;
import io.lynceus.benchmarks.rounds.Series;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.rounds.Table;
import io.lynceus.benchmarks.stills.Stills;
import io.lynceus.benchmarks.stills.StillsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures each kernel alone, and one process on all cores, which is the upper bound for a cluster.
 */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    description = {
      "Times each kernel on one thread, and images/s of one process with a worker for each core"
          + " that takes whole images. About 3 minutes."
    })
final class Pipeline implements Callable<Integer> {
  private static final String MILLIS = "ms";
  private static final String RATE = "images/s";

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Mixin private final StillsOptions pictures = new StillsOptions();

  @Option(names = "--seconds", description = "For one throughput (${DEFAULT-VALUE}).")
  private int seconds = 6;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Pipeline()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    ResultFile result = new ResultFile("pipeline");
    try (OneProcess process = OneProcess.open()) {
      for (Stills stills : pictures.ofBothSizes()) {
        process.imagesPerSecond(stills, cores(), Duration.ofSeconds(seconds)); // warms up
        Table table = rounds.measure(sides(process, stills));
        result
            .add(
                stills.size() + ", files of " + Math.round(stills.meanBytes() / 1e3) + " kB", table)
            .add(sharing(process, table));
      }
    }
    rounds.write(result);
    return 0;
  }

  private List<Side> sides(OneProcess process, Stills stills) {
    Duration shortly = Duration.ofMillis(seconds * 100L);
    List<Side> sides = new ArrayList<>();
    List<Kernel> kernels = new ArrayList<>(process.kernels());
    kernels.add(Kernel.thumbnail());
    for (Kernel kernel : kernels) {
      sides.add(
          new Side(kernel.name(), () -> Map.of(MILLIS, process.millis(kernel, stills, shortly))));
    }
    sides.add(
        new Side(
            workers(),
            () ->
                Map.of(
                    RATE, process.imagesPerSecond(stills, cores(), Duration.ofSeconds(seconds)))));
    return sides;
  }

  /** Computed round by round, since a slow round slows all its figures. */
  private static String sharing(OneProcess process, Table table) {
    List<Double> rates = table.series(workers(), RATE).orElseThrow().values();
    List<Double> shares = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    for (int round = 0; round < rates.size(); round++) {
      double sum = 0;
      for (Kernel kernel : process.kernels()) {
        sum += table.series(kernel.name(), MILLIS).orElseThrow().values().get(round);
      }
      sums.add(sum);
      shares.add(rates.get(round) / (cores() / (sum / 1e3)));
    }
    return "All kernels together take %s ms; P2, images/s of one process ÷ (cores ÷ that): %s."
        .formatted(new Series(sums), new Series(shares));
  }

  private static String workers() {
    return "all, " + cores() + " workers";
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
