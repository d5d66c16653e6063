package io.lynceus.benchmarks.paper;

import io.lynceus.benchmarks.cluster.Daemons;
import io.lynceus.benchmarks.cluster.LoadClient;
import io.lynceus.benchmarks.pipeline.OneProcess;
import io.lynceus.benchmarks.rounds.ResultFile;
import io.lynceus.benchmarks.rounds.RoundOptions;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.rounds.Table;
import io.lynceus.benchmarks.stills.Stills;
import io.lynceus.benchmarks.stills.StillsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Times few and many pictures in one process, one after the other, and in a cluster. */
@Command(
    name = "paper",
    mixinStandardHelpOptions = true,
    description = {
      "Times 4, 40 and 400 pictures of 768x576, all four analyses: one process, picture after"
          + " picture; a cluster with one slave; a cluster with two. All are warm. About 10"
          + " minutes."
    })
final class Paper implements Callable<Integer> {
  private static final String ALONE = "one process";
  private static final String ONE_SLAVE = "1 slave";
  private static final String TWO_SLAVES = "2 slaves";
  private static final String SECONDS = "s";
  private static final int WINDOW = 32;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int WARM_UP_IMAGES = 40;

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Mixin private final StillsOptions pictures = new StillsOptions();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Paper()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    ResultFile result = new ResultFile("paper");
    Stills stills = pictures.in(768, 576);
    Path launcher = Path.of("lynceus");
    try (OneProcess alone = OneProcess.open();
        Daemons one = Daemons.start(launcher, 1);
        Daemons two = Daemons.start(launcher, 2);
        LoadClient toOne = new LoadClient(one.client(), stills, WINDOW);
        LoadClient toTwo = new LoadClient(two.client(), stills, WINDOW)) {
      alone.imagesPerSecond(stills, 1, WARM_UP);
      toOne.send(WARM_UP_IMAGES);
      toTwo.send(WARM_UP_IMAGES);
      for (int pictures : new int[] {4, 40, 400}) {
        Side inSequence = side(ALONE, () -> alone.analyze(stills, pictures));
        Side inOne = side(ONE_SLAVE, () -> toOne.send(pictures));
        Side inTwo = side(TWO_SLAVES, () -> toTwo.send(pictures));
        Table table = rounds.measure(List.of(inSequence, inOne, inTwo));
        result.add(pictures + " pictures", table).add(speedUps(table));
      }
    }
    rounds.write(result);
    return 0;
  }

  /** Work to be timed. */
  private interface TimedWork {
    void run() throws Exception;
  }

  private static Side side(String name, TimedWork work) {
    return new Side(
        name,
        () -> {
          long start = System.nanoTime();
          work.run();
          return Map.of(SECONDS, (System.nanoTime() - start) / 1e9);
        });
  }

  private static String speedUps(Table table) {
    return "One process ÷ 1 slave: %s; ÷ 2 slaves: %s."
        .formatted(
            table.ratio(SECONDS, ALONE, ONE_SLAVE).orElseThrow(),
            table.ratio(SECONDS, ALONE, TWO_SLAVES).orElseThrow());
  }
}
