package io.lynceus.benchmarks.scale;

import io.lynceus.benchmarks.rounds.ProcessUse;
import io.lynceus.benchmarks.rounds.ResultFile;
import io.lynceus.benchmarks.rounds.RoundOptions;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.rounds.Table;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Measures the cost of each slave for its master. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = {
      "Connects simulated slaves, whose units take 10 ms each, to a master in a process of its own,"
          + " and measures its rate, its processor time and its memory."
    })
final class Scale implements Callable<Integer> {
  private static final Duration WORK = Duration.ofMillis(10);

  /** Images in flight per slave when all are to be busy, and the most in total. */
  private static final int UNDER_WAY_EACH = 2 * EchoSlave.SLOTS;

  private static final int MOST_UNDER_WAY = 1024;

  /** The same load for any number of slaves: as much as one slave can do. */
  private static final int UNDER_WAY_LITTLE = EchoSlave.SLOTS;

  /** One in a hundred slaves is lost. */
  private static final int PART_LOST = 100;

  private static final String SECRET = "the secret of this benchmark";

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      description = "For each of the three loads of a trial (default: ${DEFAULT-VALUE}).")
  private double seconds = 3;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before the first trial (default: ${DEFAULT-VALUE}).")
  private double warmUp = 20;

  @Option(
      names = "--slaves",
      split = ",",
      description =
          "How many there are (default: 1,2,10,100,1000). For 10000, two processes need as many"
              + " open files each, and some more: ulimit -n.")
  private List<Integer> numbers = List.of(1, 2, 10, 100, 1000);

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Where to draw the curves as PNG; nowhere by default.")
  private Optional<Path> picture = Optional.empty();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Scale()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("lynceus-scale-");
    out.println("What the master says goes to " + folder);
    int most = numbers.stream().mapToInt(Integer::intValue).max().orElseThrow();
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .withEnvironment("LYNCEUS_SECRET", SECRET)
            .with("slaves.connections", Integer.toString(Math.max(1024, 2 * most)));
    try (LocalCluster cluster =
        LocalCluster.start(ClusterPlan.in(folder).withSlaves(0).withMaster(master))) {
      double idleKilobytes = idleKilobytes(cluster);
      Losses losses = new Losses(folder.resolve("master.log"));
      Table table = rounds.measure(sides(cluster, losses));
      report(table, idleKilobytes, out);
    }
    return 0;
  }

  /**
   * Measures what an idle slave adds to the master's resident memory, before any real load; then
   * warms the master up.
   */
  private double idleKilobytes(LocalCluster cluster) throws Exception {
    int most = numbers.stream().mapToInt(Integer::intValue).max().orElseThrow();
    try (EchoSlaves some = connect(cluster, 2)) {
      Clients.run(cluster.tasksPort(), UNDER_WAY_EACH * some.number(), time());
      long before = use(cluster).residentBytes();
      try (EchoSlaves all = connect(cluster, most)) {
        Thread.sleep(time().toMillis()); // This is measured: idle slaves that send heartbeats.
        double kilobytes = (use(cluster).residentBytes() - before) / 1e3 / all.number();
        Clients.run(cluster.tasksPort(), MOST_UNDER_WAY / 2, duration(warmUp));
        return kilobytes;
      }
    }
  }

  private List<Side> sides(LocalCluster cluster, Losses losses) {
    return numbers.stream()
        .map(number -> new Side(title(number), () -> figures(cluster, losses, number)))
        .toList();
  }

  static String title(int number) {
    return number == 1 ? "1 slave" : number + " slaves";
  }

  private Map<String, Double> figures(LocalCluster cluster, Losses losses, int number)
      throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (EchoSlaves slaves = connect(cluster, number)) {
      int underWay = Math.min(MOST_UNDER_WAY, UNDER_WAY_EACH * slaves.number());
      Clients.run(cluster.tasksPort(), underWay, time()); // warms up
      ProcessUse idle = use(cluster);
      Thread.sleep(time().toMillis()); // measures the cost of idle slaves
      ProcessUse before = use(cluster);
      long units = Clients.run(cluster.tasksPort(), underWay, time());
      ProcessUse between = use(cluster);
      long few = Clients.run(cluster.tasksPort(), UNDER_WAY_LITTLE, time());
      ProcessUse after = use(cluster);
      figures.put(Curves.RATE, units / (time().toMillis() / 1e3));
      figures.put(Curves.BUSY, micros(between.since(before)) / units);
      figures.put(Curves.LITTLE, micros(after.since(between)) / few);
      figures.put(
          "idle: master CPU ms/s", micros(before.since(idle)) / 1e3 / (time().toMillis() / 1e3));
      int part = number / PART_LOST;
      if (part > 0) {
        figures.put(
            "1 % killed: noticed after ms",
            millis(losses.until(Losses.LOST, part, () -> slaves.kill(part))));
        figures.put(
            "1 % cut off: noticed after ms",
            millis(losses.until(Losses.SILENT, part, () -> slaves.silence(part))));
      }
    }
    return figures;
  }

  private static EchoSlaves connect(LocalCluster cluster, int number)
      throws IOException, InterruptedException {
    return EchoSlaves.connect(number, cluster.slavesPort(), SECRET, WORK);
  }

  private static ProcessUse use(LocalCluster cluster) throws IOException {
    return ProcessUse.of(cluster.master().pid());
  }

  private Duration time() {
    return duration(seconds);
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private static double micros(ProcessUse use) {
    return use.cpu().toNanos() / 1e3;
  }

  private void report(Table table, double idleKilobytes, PrintWriter out)
      throws IOException, InterruptedException {
    String goals =
        "Master CPU per unit, 1000 slaves ÷ 2 (P11, at most 1.3): all busy %s, few units %s.%n%n10,000 slaves ÷ 1000 (at most 1.3): all busy %s, few units %s.%n%nResident memory for each idle slave (P11, at most 100 KB): %.0f KB."
            .formatted(
                ratio(table, Curves.BUSY, 1000, 2),
                ratio(table, Curves.LITTLE, 1000, 2),
                ratio(table, Curves.BUSY, 10_000, 1000),
                ratio(table, Curves.LITTLE, 10_000, 1000),
                idleKilobytes);
    out.println(table.toMarkdown());
    out.println(goals);
    if (picture.isPresent()) {
      Curves.draw(table, numbers, picture.get());
    }
    ResultFile file =
        new ResultFile("scale")
            .add(
                "Medians of %d rounds of %.1f s for each load, least and most in parentheses. Each unit takes 10 ms of one of a slave's 3 slots."
                    .formatted(rounds.rounds(), seconds))
            .add(goals)
            .add("Slaves", table);
    rounds.write(file);
  }

  private static String ratio(Table table, String figure, int slaves, int than) {
    return table.ratio(figure, title(slaves), title(than)).map(Object::toString).orElse("–");
  }
}
