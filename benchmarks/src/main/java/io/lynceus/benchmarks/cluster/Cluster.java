package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.pipeline.OneProcess;
import io.lynceus.benchmarks.rounds.ResultFile;
import io.lynceus.benchmarks.rounds.RoundOptions;
import io.lynceus.benchmarks.rounds.Series;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.rounds.Table;
import io.lynceus.benchmarks.stills.Stills;
import io.lynceus.benchmarks.stills.StillsOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures a master and two slaves on this machine, and compares them with one process and with
 * other builds.
 */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a master and two slaves as users would, and loads them to saturation, to 20, 50 and"
          + " 80 % of that, and with one image at a time. Compares, in the same rounds: one process"
          + " without a cluster, a slow slave; then slaves of one thread, and TLS. About 27"
          + " minutes."
    })
final class Cluster implements Callable<Integer> {
  private static final Path OWN = Path.of("lynceus");

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Mixin private final StillsOptions pictures = new StillsOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seconds", description = "Length of one measurement (${DEFAULT-VALUE}).")
  private int seconds = 5;

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description = "Source tree or distribution of another build, for --only-saturated.")
  private Optional<Path> baseline = Optional.empty();

  @Option(
      names = "--only-saturated",
      description = "Measure only the saturated throughput, of this build and of the other.")
  private boolean onlySaturated;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Cluster()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ResultFile result = new ResultFile(onlySaturated ? "before-after" : "cluster");
    for (Stills stills : pictures.ofBothSizes()) {
      Table table = measure(stills);
      result
          .add(stills.size() + ", files of " + Math.round(stills.meanBytes() / 1e3) + " kB", table)
          .add(Goals.of(table));
      out.println(table.toMarkdown());
      out.println(Goals.of(table));
    }
    rounds.write(result);
    return 0;
  }

  private Table measure(Stills stills) throws Exception {
    Trials trials = new Trials(stills, Duration.ofSeconds(seconds));
    Map<String, Map<String, Series>> all = new LinkedHashMap<>();
    for (Group group : onlySaturated ? List.<Group>of(this::builds) : groups()) {
      try (Resources open = new Resources()) {
        all.putAll(rounds.measure(group.open(trials, open)).sides());
      }
    }
    return new Table(all);
  }

  /** Sides whose daemons run at the same time; idle daemons of other groups would take CPU time. */
  private interface Group {
    List<Side> open(Trials trials, Resources open) throws Exception;
  }

  private List<Group> groups() {
    return List.of(this::loads, this::threads, this::tls);
  }

  private List<Side> loads(Trials trials, Resources open) throws Exception {
    List<Side> sides = new ArrayList<>();
    Daemons cluster = open.add(Daemons.start(OWN, 2));
    sides.add(trials.saturated(Goals.CLUSTER, cluster));
    sides.addAll(trials.oneProcess(open.add(OneProcess.open())));
    sides.addAll(trials.loads(cluster));
    sides.add(trials.slowSlave(cluster));
    sides.add(trials.start(cluster));
    return sides;
  }

  private List<Side> threads(Trials trials, Resources open) throws Exception {
    return List.of(
        trials.saturated(Goals.ONE_THREAD, open.add(Daemons.start(OWN, 1, "threads=1"))),
        trials.saturated(Goals.TWO_THREADS, open.add(Daemons.start(OWN, 2, "threads=1"))));
  }

  private List<Side> tls(Trials trials, Resources open) throws Exception {
    return List.of(
        trials.saturated(Goals.PLAIN, open.add(Daemons.start(OWN, 2))),
        trials.saturated(Goals.TLS, open.add(Daemons.startWithTls(OWN, 2))));
  }

  private List<Side> builds(Trials trials, Resources open) throws Exception {
    List<Side> sides = new ArrayList<>();
    sides.add(trials.saturated(Goals.CLUSTER, open.add(Daemons.start(OWN, 2))));
    if (baseline.isPresent()) {
      Path other = baseline.get().resolve("lynceus");
      sides.add(trials.saturated(Goals.BASELINE, open.add(Daemons.start(other, 2))));
    }
    return sides;
  }

  /** Closes resources in reverse order. */
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
