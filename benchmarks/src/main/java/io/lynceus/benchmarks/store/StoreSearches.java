package io.lynceus.benchmarks.store;

import io.lynceus.store.Keep;
import io.lynceus.store.PictureRule;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.SummaryQuery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fills a store up to a number of results, and measures each kind of search in it. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = {
      "Writes results into a store until it has as many as asked for, and says how many a second;"
          + " then measures the searches of the console, each with other values at each time, in"
          + " turns. The store stays, so that a second run only measures."
    })
final class StoreSearches implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Of the store.")
  private Path folder = Path.of("");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of a PostgreSQL database; without it the store is in SQLite.")
  private Optional<String> url = Optional.empty();

  @Option(names = "--rows", description = "Results in the store (default: ${DEFAULT-VALUE}).")
  private long rows = 1_000_000;

  @Option(names = "--searches", description = "Of each kind (default: ${DEFAULT-VALUE}).")
  private int searches = 100;

  private final Random random = new Random(5);

  public static void main(String[] args) {
    System.exit(new CommandLine(new StoreSearches()).execute(args));
  }

  /** One search. */
  private interface Search {
    void run() throws StoreException;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Keep keep = new Keep(Duration.ofDays(3650), Duration.ofDays(3650), Map.of());
    StoreConfig config = new StoreConfig(folder, url, PictureRule.NONE, keep, 1L << 40, 0);
    try (ResultStore store = ResultStore.open(config)) {
      fill(store, out);
      Map<String, Search> kinds = kinds(store);
      Map<String, double[]> millis = new LinkedHashMap<>();
      for (int round = -2; round < searches; round++) {
        for (Map.Entry<String, Search> kind : kinds.entrySet()) {
          long start = System.nanoTime();
          kind.getValue().run();
          if (round >= 0) {
            double took = (System.nanoTime() - start) / 1e6;
            millis.computeIfAbsent(kind.getKey(), key -> new double[searches])[round] = took;
          }
        }
      }
      out.printf("%-32s %8s %8s %8s%n", "ms", "p50", "p95", "most");
      millis.forEach(
          (kind, times) -> {
            Arrays.sort(times);
            out.printf(
                "%-32s %8.1f %8.1f %8.1f%n",
                kind,
                times[times.length / 2],
                times[times.length * 95 / 100],
                times[times.length - 1]);
          });
      out.flush();
    }
    return 0;
  }

  private void fill(ResultStore store, PrintWriter out) throws InterruptedException {
    MadeResults made = new MadeResults();
    long there = store.state().results().orElseThrow();
    long start = System.nanoTime();
    long written = 0;
    for (long number = 0; number < rows; number++) {
      var result = made.next(number);
      if (number >= there) {
        store.add(result);
        written++;
      }
    }
    store.flush();
    if (written > 0) {
      out.printf(
          "%s: wrote %,d results, %,.0f a second; dropped %,d%n",
          store.state().database(),
          written,
          written / ((System.nanoTime() - start) / 1e9),
          store.state().counts().dropped());
    }
    out.printf(
        "%s: %,d results, %,d bytes%n",
        store.state().database(),
        store.state().results().orElseThrow(),
        store.state().databaseBytes().orElse(-1));
    out.flush();
  }

  private Map<String, Search> kinds(ResultStore store) {
    Map<String, Search> kinds = new LinkedHashMap<>();
    ResultQuery all = ResultQuery.ALL;
    kinds.put("newest", () -> store.search(all));
    kinds.put("of a camera", () -> store.search(all.withCamera(camera())));
    kinds.put("label", () -> store.search(all.withLabel("person")));
    kinds.put("label of a camera", () -> store.search(all.withLabel("car").withCamera(camera())));
    kinds.put("rare label", () -> store.search(all.withLabel("dog")));
    kinds.put(
        "rare label of a camera", () -> store.search(all.withLabel("dog").withCamera("cam3")));
    kinds.put("label that nobody has", () -> store.search(all.withLabel("zebra")));
    kinds.put("label, high score", () -> store.search(all.withLabel("truck").withMinScore(0.98)));
    kinds.put("label in a zone", () -> store.search(all.withLabel("face").withZone("drive")));
    kinds.put("partial", () -> store.search(all.withStatus("partial")));
    kinds.put("an hour of a camera", () -> store.search(hour(all).withCamera(camera())));
    kinds.put("label in an hour", () -> store.search(hour(all).withLabel("person")));
    kinds.put("word of one", () -> store.search(all.withWords("img " + number())));
    kinds.put("word of all", () -> store.search(all.withWords("jpg")));
    kinds.put(
        "words of a camera", () -> store.search(all.withWords("truck jpg").withCamera(camera())));
    kinds.put("word and rare label", () -> store.search(all.withWords("jpg").withLabel("dog")));
    kinds.put("500 results", () -> store.search(all.withLimit(500)));
    kinds.put("by id", () -> store.find("still-" + number()));
    kinds.put("summary of a day by hour", () -> store.summary(summary(SummaryQuery.Step.HOUR, 1)));
    kinds.put("summary of 20 days by day", () -> store.summary(summary(SummaryQuery.Step.DAY, 20)));
    return kinds;
  }

  private String camera() {
    return "cam" + random.nextInt(MadeResults.CAMERAS);
  }

  private long number() {
    return random.nextLong(rows);
  }

  private Instant time() {
    return MadeResults.START.plusSeconds(number() * MadeResults.SECONDS_APART);
  }

  private ResultQuery hour(ResultQuery query) {
    Instant from = time();
    return query.withTimes(Optional.of(from), Optional.of(from.plusSeconds(3600)));
  }

  private SummaryQuery summary(SummaryQuery.Step by, int days) {
    Instant to = MadeResults.START.plusSeconds(rows * MadeResults.SECONDS_APART);
    return new SummaryQuery(
        by,
        to.minus(Duration.ofDays(days)),
        to,
        ZoneOffset.UTC,
        Optional.empty(),
        Optional.empty());
  }
}
