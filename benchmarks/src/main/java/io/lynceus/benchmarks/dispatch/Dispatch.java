package io.lynceus.benchmarks.dispatch;

import io.lynceus.benchmarks.dispatch.Engine.Shape;
import io.lynceus.benchmarks.dispatch.Engine.Throughput;
import io.lynceus.benchmarks.rounds.ProcessUse;
import io.lynceus.benchmarks.rounds.ResultFile;
import io.lynceus.benchmarks.rounds.RoundOptions;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.rounds.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the cost of handing out units that do no work. */
@Command(
    name = "dispatch",
    mixinStandardHelpOptions = true,
    description = {
      "Sends images to workers that do nothing, two in processes of their own, through Lynceus, a"
          + " bare forwarder, gearmand and NATS, in turns. Needs Debian's packages of the last two;"
          + " what is not installed is left out."
    })
final class Dispatch implements Callable<Integer> {
  static final String RATE = "units/s";
  static final String P50 = "p50 µs";

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seconds", description = "For each trial (default: ${DEFAULT-VALUE}).")
  private double seconds = 3;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before the first trial of each shape (default: ${DEFAULT-VALUE}).")
  private double warmUp = 30;

  @Option(names = "--engines", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
  private Set<EngineKind> kinds = Set.of(EngineKind.values());

  @Option(
      names = "--sizes",
      split = ",",
      description = "Bytes of the images (default: 100,254000).")
  private List<Integer> sizes = List.of(100, 254_000);

  @Option(
      names = "--windows",
      split = ",",
      description = "Units that the client has under way at a time (default: 1,16).")
  private List<Integer> windows = List.of(1, 16);

  public static void main(String[] args) {
    System.exit(new CommandLine(new Dispatch()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("lynceus-dispatch-");
    out.println("What the processes say goes to " + folder);
    List<Engine> engines = new ArrayList<>();
    Map<Shape, Table> tables = new LinkedHashMap<>();
    try {
      startAll(engines, folder, out);
      for (int size : sizes) {
        for (int window : windows) {
          Shape shape = new Shape(size, window, duration(seconds));
          out.println(shape);
          for (Engine engine : engines) {
            engine.load(shape.lasting(duration(warmUp)));
          }
          Table table = rounds.measure(sides(engines, shape));
          out.println(table.toMarkdown());
          tables.put(shape, table);
        }
      }
    } finally {
      engines.forEach(Engine::close);
    }
    report(tables, out);
    return 0;
  }

  private void startAll(List<Engine> engines, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    for (EngineKind kind : EngineKind.values()) {
      Optional<String> missing = kind.missing();
      if (kinds.contains(kind) && missing.isPresent()) {
        out.printf("%s is left out: apt-get install %s%n", kind.title(), missing.get());
      } else if (kinds.contains(kind)) {
        engines.add(kind.start(folder));
      }
    }
  }

  private static List<Side> sides(List<Engine> engines, Shape shape) {
    return engines.stream()
        .map(engine -> new Side(engine.name(), () -> figures(engine, shape)))
        .toList();
  }

  private static Map<String, Double> figures(Engine engine, Shape shape) throws Exception {
    ProcessUse broker = ProcessUse.of(engine.broker());
    List<ProcessUse> workers = uses(engine.workers());
    Throughput seen = engine.load(shape);
    double cpuOfBroker = micros(ProcessUse.of(engine.broker()).since(broker).cpu());
    double cpuOfWorkers = 0;
    List<ProcessUse> workersNow = uses(engine.workers());
    for (int i = 0; i < workers.size(); i++) {
      cpuOfWorkers += micros(workersNow.get(i).since(workers.get(i)).cpu());
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(RATE, seen.unitsPerSecond());
    figures.put(P50, micros(seen.p50()));
    figures.put("p99 µs", micros(seen.p99()));
    figures.put("broker CPU µs/unit", cpuOfBroker / seen.units());
    figures.put("workers CPU µs/unit", cpuOfWorkers / seen.units());
    figures.put("client CPU µs/unit", micros(seen.clientCpu()) / seen.units());
    return figures;
  }

  private static List<ProcessUse> uses(List<Long> pids) throws IOException {
    List<ProcessUse> uses = new ArrayList<>();
    for (long pid : pids) {
      uses.add(ProcessUse.of(pid));
    }
    return uses;
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }

  private void report(Map<Shape, Table> tables, PrintWriter out)
      throws IOException, InterruptedException {
    String goals = Goal.toMarkdown(tables);
    out.println(goals);
    ResultFile file =
        new ResultFile("dispatch")
            .add(
                "Medians of %d rounds of %.1f s, least and most in parentheses."
                    .formatted(rounds.rounds(), seconds))
            .add(goals);
    tables.forEach((shape, table) -> file.add(shape.toString(), table));
    rounds.write(file);
  }
}
