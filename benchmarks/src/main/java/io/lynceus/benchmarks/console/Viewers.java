package io.lynceus.benchmarks.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.benchmarks.rounds.ProcessUse;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LoadGenerator;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What browsers that watch cost a cluster at work, and how soon the first page is there. */
@Command(
    name = "viewers",
    mixinStandardHelpOptions = true,
    description = {
      "Gives a cluster load from several cameras, in turns without and with viewers, which read"
          + " /v1/live with its thumbnails, as the page Watch does: images/s, and CPU time of"
          + " master and slave for an image. The viewers take their share of the machine: the CPU"
          + " time tells more. Then loads the first page of Watch."
    })
final class Viewers implements Callable<Integer> {
  private static final String LIVE = "/v1/live?thumbnails=data";
  private static final String DATA = "\"thumbnail\":\"data:";
  private static final Pattern THUMBNAIL = Pattern.compile("\"thumbnail\":\"([^\"]+)\"");
  private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
  private static final int PAGES = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "IMAGE", description = "What each camera sends.")
  private Path picture = Path.of("");

  @Option(names = "--viewers", description = "Default: ${DEFAULT-VALUE}.")
  private int viewers = 64;

  @Option(names = "--cameras", description = "Default: ${DEFAULT-VALUE}.")
  private int cameras = 8;

  @Option(names = "--rounds", description = "Turns of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Of a turn (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--fetch",
      description = "The viewers fetch each thumbnail from the path that an event names.")
  private boolean fetch;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final LongAdder thumbnailsRead = new LongAdder();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Viewers()).execute(args));
  }

  /** What one turn has shown. */
  private record Turn(double imagesPerSecond, double cpuMillis) {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    byte[] image = Files.readAllBytes(picture);
    Path logs = Files.createTempDirectory("viewers");
    try (LocalCluster cluster = LocalCluster.start(ClusterPlan.in(logs).withSlaves(1))) {
      turn(cluster, image);
      try (Watching watching = new Watching(cluster)) { // until the hot code is compiled
        turn(cluster, image);
        watching.check();
      }
      List<Double> speeds = new ArrayList<>();
      List<Double> costs = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Turn before = turn(cluster, image);
        Turn beside;
        try (Watching watching = new Watching(cluster)) {
          beside = turn(cluster, image);
          watching.check();
        }
        speeds.add(beside.imagesPerSecond() / before.imagesPerSecond());
        costs.add(beside.cpuMillis() / before.cpuMillis());
        out.printf("without %s%nwith    %s%n", text(before), text(beside));
        out.flush();
      }
      out.printf(
          "%d viewers of %d cameras, median of %d rounds: throughput x %.3f, CPU an image x %.3f;"
              + " %,d thumbnails read%n",
          viewers, cameras, rounds, median(speeds), median(costs), thumbnailsRead.sum());
      List<Double> pages = new ArrayList<>();
      for (int page = 0; page < PAGES; page++) {
        pages.add(firstPageMillis(cluster));
      }
      out.printf("first page of Watch, with the stills: median %.0f ms%n", median(pages));
      out.flush();
    }
    return 0;
  }

  private Turn turn(LocalCluster cluster, byte[] image) throws IOException, InterruptedException {
    List<LoadGenerator> loads = new ArrayList<>();
    long begun = System.nanoTime();
    Duration used = used(cluster);
    try {
      for (int camera = 0; camera < cameras; camera++) {
        Ask ask = Ask.DEFAULT.withCamera(Optional.of(new Camera("camera-" + camera)));
        loads.add(LoadGenerator.start(cluster.client().withWindow(1), number -> image, ask));
      }
      Thread.sleep(Duration.ofSeconds(seconds).toMillis());
      long replies = loads.stream().mapToLong(LoadGenerator::replied).sum();
      double time = (System.nanoTime() - begun) / 1e9;
      return new Turn(replies / time, used(cluster).minus(used).toNanos() / 1e6 / replies);
    } finally {
      loads.forEach(LoadGenerator::close);
    }
  }

  /** CPU time of master and slaves since they started. */
  private static Duration used(LocalCluster cluster) throws IOException {
    Duration used = ProcessUse.of(cluster.master().pid()).cpu();
    for (String slave : cluster.slaves()) {
      used = used.plus(ProcessUse.of(cluster.process(slave).pid()).cpu());
    }
    return used;
  }

  private static URI uri(LocalCluster cluster, String path) {
    return URI.create("http://127.0.0.1:" + cluster.httpPort() + path);
  }

  /** The browsers: each has a connection with events, and fetches what they name. */
  private final class Watching implements AutoCloseable {
    private final LocalCluster cluster;
    private final List<InputStream> streams = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();

    Watching(LocalCluster cluster) throws IOException, InterruptedException {
      this.cluster = cluster;
      for (int viewer = 0; viewer < viewers; viewer++) {
        var response =
            http.send(
                HttpRequest.newBuilder(uri(cluster, fetch ? "/v1/live" : LIVE)).build(),
                BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
          refused.incrementAndGet();
        }
        streams.add(response.body());
        Thread reader = new Thread(() -> read(response.body()), "viewer-" + viewer);
        reader.setDaemon(true);
        reader.start();
      }
    }

    private void read(InputStream events) {
      try (var lines = new BufferedReader(new InputStreamReader(events, UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!fetch) {
            thumbnailsRead.add(line.contains(DATA) ? 1 : 0);
            continue;
          }
          Matcher thumbnail = THUMBNAIL.matcher(line);
          if (thumbnail.find()) {
            var unused =
                http.sendAsync(
                        HttpRequest.newBuilder(uri(cluster, thumbnail.group(1))).build(),
                        BodyHandlers.ofByteArray())
                    .thenAccept(
                        response -> {
                          if (response.statusCode() == 200) {
                            thumbnailsRead.increment();
                          }
                        });
          }
        }
      } catch (IOException e) {
        // The turn is over.
      }
    }

    void check() {
      if (refused.get() > 0) {
        throw new IllegalStateException(refused + " viewers were refused");
      }
    }

    @Override
    public void close() throws IOException {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  /** The page, its files, the session, and the stills that are there. */
  private double firstPageMillis(LocalCluster cluster) throws IOException, InterruptedException {
    long start = System.nanoTime();
    String page =
        http.send(
                HttpRequest.newBuilder(uri(cluster, "/")).header("Accept", "text/html").build(),
                BodyHandlers.ofString())
            .body();
    Matcher assets = ASSET.matcher(page);
    while (assets.find()) {
      if (assets.group(1).startsWith("/")) {
        get(cluster, assets.group(1));
      }
    }
    get(cluster, "/v1/session");
    var live =
        http.send(HttpRequest.newBuilder(uri(cluster, LIVE)).build(), BodyHandlers.ofInputStream());
    try (var lines = new BufferedReader(new InputStreamReader(live.body(), UTF_8))) {
      int stills = 0;
      while (stills < cameras) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the live stills ended");
        }
        if (line.equals("event: still")) {
          stills++;
        }
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private void get(LocalCluster cluster, String path) throws IOException, InterruptedException {
    http.send(HttpRequest.newBuilder(uri(cluster, path)).build(), BodyHandlers.ofByteArray());
  }

  private static String text(Turn turn) {
    return "%6.1f images/s, %.1f ms of CPU an image"
        .formatted(turn.imagesPerSecond(), turn.cpuMillis());
  }

  private static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
