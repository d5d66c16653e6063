package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.pipeline.OneProcess;
import io.lynceus.benchmarks.rounds.ResultFile;
import io.lynceus.benchmarks.rounds.Rounds;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.rounds.Table;
import io.lynceus.benchmarks.stills.Stills;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a master and two slaves on this machine, against one process and against others. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a master and two slaves as users would, and loads them: as much as they take, at 20,"
          + " 50 and 80 % of that, and with one image at a time. Beside them, in the same rounds:"
          + " one process without a cluster, slaves of one thread, TLS, a slow slave, and if wanted"
          + " another build. About 12 minutes."
    })
final class Cluster implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Pictures; of those that have the size wanted, or else all, scaled.")
  private Path data = Path.of("samples");

  @Option(names = "--rounds", description = "How often each is measured (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--seconds", description = "For one measurement (${DEFAULT-VALUE}).")
  private int seconds = 5;

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description = "Source tree or distribution of another build to compare with.")
  private Optional<Path> baseline = Optional.empty();

  @Option(
      names = "--only-saturated",
      description = "Leave out all but what cluster and baseline bear.")
  private boolean onlySaturated;

  @Option(names = "--results", paramLabel = "DIR", description = "Where the results go.")
  private Path results = Path.of("benchmarks", "results");

  public static void main(String[] args) {
    System.exit(new CommandLine(new Cluster()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ResultFile result = new ResultFile(onlySaturated ? "before-after" : "cluster");
    for (Stills stills : Stills.ofBothSizes(data)) {
      Table table = measure(stills, out);
      result
          .add(stills.size() + ", files of " + Math.round(stills.meanBytes() / 1e3) + " kB", table)
          .add(Goals.of(table));
      out.println(table.toMarkdown());
      out.println(Goals.of(table));
    }
    out.println("written: " + result.write(results));
    return 0;
  }

  private Table measure(Stills stills, PrintWriter out) throws Exception {
    Duration time = Duration.ofSeconds(seconds);
    Path own = Path.of("lynceus");
    try (Resources open = new Resources()) {
      Trials trials = new Trials(stills, time);
      Daemons cluster = open.add(Daemons.start(own, 2));
      List<Side> sides = new ArrayList<>();
      sides.add(trials.saturated(Goals.CLUSTER, cluster));
      if (baseline.isPresent()) {
        Path other = baseline.get().resolve("lynceus");
        sides.add(trials.saturated(Goals.BASELINE, open.add(Daemons.start(other, 2))));
      }
      if (!onlySaturated) {
        OneProcess process = open.add(OneProcess.open());
        sides.addAll(trials.oneProcess(process));
        sides.addAll(trials.loads(cluster));
        sides.add(trials.slowSlave(cluster));
        sides.add(trials.start(cluster));
        sides.add(trials.saturated(Goals.ONE_THREAD, open.add(Daemons.start(own, 1, "threads=1"))));
        sides.add(
            trials.saturated(Goals.TWO_THREADS, open.add(Daemons.start(own, 2, "threads=1"))));
        sides.add(trials.saturated(Goals.TLS, open.add(Daemons.startWithTls(own, 2))));
      }
      return new Rounds(rounds, out).run(sides);
    }
  }

  /** Closes what was opened, the last first. */
  private static final class Resources implements AutoCloseable {
    private final List<Runnable> closings = new ArrayList<>();

    Daemons add(Daemons cluster) {
      closings.add(0, cluster::close);
      return cluster;
    }

    OneProcess add(OneProcess process) {
      closings.add(0, process::close);
      return process;
    }

    @Override
    public void close() {
      closings.forEach(Runnable::run);
    }
  }
}
