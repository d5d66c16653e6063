package io.lynceus.benchmarks.scale;

import io.lynceus.benchmarks.rounds.ProcessUse;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.Poll;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs a master to fetch the stills of many cameras. */
@Command(
    name = "sources",
    mixinStandardHelpOptions = true,
    description = {
      "Lets a master in a process of its own fetch stills of many cameras by HTTP, each for four"
          + " analyses by simulated slaves, and measures its rate, its processor time and its"
          + " threads."
    })
final class SourceLoad implements Callable<Integer> {
  private static final Duration WORK = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET = "the secret of this benchmark";
  private static final String TAKEN = "lynceus_source_attempts_total{result=\"taken\"} ";

  private final HttpClient http = HttpClient.newHttpClient();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--cameras", description = "How many (default: ${DEFAULT-VALUE}).")
  private int cameras = 256;

  @Option(
      names = "--every",
      paramLabel = "MS",
      description = "From one still of a camera to the next (default: ${DEFAULT-VALUE} ms).")
  private int everyMillis = 1000;

  @Option(
      names = "--side",
      paramLabel = "PIXELS",
      description = "Of the stills, which are squares of noise (default: ${DEFAULT-VALUE}).")
  private int side = 160;

  @Option(names = "--slaves", description = "How many (default: ${DEFAULT-VALUE}).")
  private int slaves = 8;

  @Option(names = "--seconds", description = "To measure for (default: ${DEFAULT-VALUE}).")
  private int seconds = 30;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SourceLoad()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("lynceus-sources-");
    Path settings = Files.writeString(folder.resolve("cameras.conf"), "");
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .withEnvironment("LYNCEUS_SECRET", SECRET)
            .with("cameras.file", settings.toString());
    try (StillServer server = new StillServer(side);
        LocalCluster cluster =
            LocalCluster.start(ClusterPlan.in(folder).withSlaves(0).withMaster(master));
        EchoSlaves echo = EchoSlaves.connect(slaves, cluster.slavesPort(), SECRET, WORK)) {
      out.printf("%d simulated slaves; the master's log is in %s%n", echo.number(), folder);
      Sample idle = sample(cluster);
      Thread.sleep(Duration.ofSeconds(seconds).toMillis() / 3); // measures what the master costs
      report("no camera", idle, sample(cluster), out);
      Files.writeString(settings, settings(server.port()));
      if (!Poll.until(
          Duration.ofMillis(200), PATIENCE, () -> sample(cluster).taken() >= 2L * cameras)) {
        throw new IOException("the stills do not come: see " + folder.resolve("master.log"));
      }
      Thread.sleep(Duration.ofSeconds(seconds).toMillis() / 3); // warms up
      Sample before = sample(cluster);
      Thread.sleep(Duration.ofSeconds(seconds).toMillis()); // measures the load
      report(
          "%d cameras, a still of %d bytes each %d ms"
              .formatted(cameras, server.stillBytes(), everyMillis),
          before,
          sample(cluster),
          out);
    }
    return 0;
  }

  private String settings(int port) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cameras; i++) {
      text.append(
          "cameras.c%d.source { kind = snapshot, url = \"http://127.0.0.1:%d/%d\", every = %d ms }%n"
              .formatted(i, port, i, everyMillis));
    }
    return text.toString();
  }

  /**
   * The master at a time.
   *
   * @param taken stills that it has fetched and had analysed
   */
  private record Sample(long nanos, ProcessUse use, int threads, long taken) {}

  private Sample sample(LocalCluster cluster) throws IOException, InterruptedException {
    long pid = cluster.master().pid();
    String page =
        http.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + cluster.httpPort() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    long taken =
        page.lines()
            .filter(line -> line.startsWith(TAKEN))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(TAKEN.length())))
            .sum();
    int threads =
        Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("Threads:"))
            .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
            .sum();
    return new Sample(System.nanoTime(), ProcessUse.of(pid), threads, taken);
  }

  private static void report(String what, Sample before, Sample after, PrintWriter out) {
    double time = (after.nanos() - before.nanos()) / 1e9;
    ProcessUse use = after.use().since(before.use());
    long stills = after.taken() - before.taken();
    double cpu = use.cpu().toNanos() / 1e9;
    out.printf(
        "%s: %.1f stills/s, master CPU %.1f %% of a core, %s ms a still, %d threads, %d MiB%n",
        what,
        stills / time,
        100 * cpu / time,
        stills == 0 ? "–" : "%.2f".formatted(1000 * cpu / stills),
        after.threads(),
        use.residentBytes() >> 20);
    out.flush();
  }
}
