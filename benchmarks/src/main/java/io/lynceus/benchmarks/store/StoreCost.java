package io.lynceus.benchmarks.store;

import io.lynceus.benchmarks.rounds.ProcessUse;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LoadGenerator;
import io.lynceus.cluster.LoadGenerator.ReceivedReply;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Ask;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the store costs a cluster that analyses. */
@Command(
    name = "store-cost",
    mixinStandardHelpOptions = true,
    description = {
      "Starts two clusters, one with a store, and gives them load in turns: images/s, the"
          + " median and the 99th percentile of the time to the reply, and the CPU time of master"
          + " and slave. Of a picture with a person"
          + " in it each file is stored, as with store.pictures = events."
    })
final class StoreCost implements Callable<Integer> {
  private static final int WINDOW = 8;
  private static final int START_BYTES = 2; // FF D8
  private static final int COMMENT_BYTES = 2 + 2 + Long.BYTES;
  private static final short COMMENT = (short) 0xFFFE;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "IMAGE", description = "A picture with a person in it.")
  private Path picture = Path.of("");

  @Option(names = "--rounds", description = "Turns of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Of a turn (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--rate",
      description =
          "Images a second. Without it, as many as the cluster takes: then the time to the reply is"
              + " that of a queue, and says little.")
  private Optional<Double> rate = Optional.empty();

  public static void main(String[] args) {
    System.exit(new CommandLine(new StoreCost()).execute(args));
  }

  /** What one turn has shown. */
  private record Turn(
      double imagesPerSecond,
      double medianMillis,
      double p99Millis,
      double cpuMillis,
      double masterMillis) {
    static Turn of(List<ReceivedReply> replies, Duration time, Used used) {
      List<Long> nanos = replies.stream().map(reply -> reply.time().toNanos()).sorted().toList();
      return new Turn(
          replies.size() / (time.toNanos() / 1e9),
          nanos.get(nanos.size() / 2) / 1e6,
          nanos.get((int) (0.99 * (nanos.size() - 1))) / 1e6,
          used.all().toNanos() / 1e6 / replies.size(),
          used.master().toNanos() / 1e6 / replies.size());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    byte[] jpeg = jpeg();
    Path logs = Files.createTempDirectory("store-cost");
    PrintWriter out = spec.commandLine().getOut();
    try (LocalCluster without = start(logs.resolve("without"), false);
        LocalCluster with = start(logs.resolve("with"), true)) {
      turn(without, jpeg, 0);
      turn(with, jpeg, 0);
      List<Double> speeds = new ArrayList<>();
      List<Double> delays = new ArrayList<>();
      List<Double> costs = new ArrayList<>();
      List<Double> ofMaster = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        Turn before = turn(without, jpeg, round);
        Turn after = turn(with, jpeg, round);
        speeds.add(after.imagesPerSecond() / before.imagesPerSecond());
        delays.add(after.p99Millis() - before.p99Millis());
        costs.add(after.cpuMillis() / before.cpuMillis());
        ofMaster.add(after.masterMillis() - before.masterMillis());
        out.printf("without %s%nwith    %s%n", text(before), text(after));
      }
      out.printf(
          "median of %d rounds: throughput x %.3f, p99 %+.1f ms, CPU an image x %.3f, of the master"
              + " %+.1f ms; logs and store in %s%n",
          rounds, median(speeds), median(delays), median(costs), median(ofMaster), logs);
      out.flush();
    }
    return 0;
  }

  private static LocalCluster start(Path logs, boolean stored)
      throws IOException, InterruptedException {
    Files.createDirectories(logs);
    ProcessPlan master = ProcessPlan.DEFAULT.with("store.enabled", Boolean.toString(stored));
    return LocalCluster.start(ClusterPlan.in(logs).withSlaves(1).withMaster(master));
  }

  private Turn turn(LocalCluster cluster, byte[] jpeg, int round)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Used used = Used.by(cluster);
    try (LoadGenerator load =
        LoadGenerator.start(
            cluster.client().withWindow(WINDOW),
            number -> {
              awaitTime(begun, number);
              return numbered(jpeg, (long) round << 32 | number);
            },
            Ask.DEFAULT)) {
      Thread.sleep(Duration.ofSeconds(seconds).toMillis());
      List<ReceivedReply> replies = load.replies();
      return Turn.of(
          replies, Duration.ofNanos(System.nanoTime() - begun), Used.by(cluster).since(used));
    }
  }

  /** Waits until an image is due. */
  private void awaitTime(long begun, long number) {
    if (rate.isPresent()) {
      long due = begun + Math.round(number * 1e9 / rate.get());
      long left = due - System.nanoTime();
      while (left > 0) {
        LockSupport.parkNanos(left);
        left = due - System.nanoTime();
      }
    }
  }

  /** CPU time of master and slave. */
  private record Used(Duration all, Duration master) {
    /** Since they started. */
    static Used by(LocalCluster cluster) throws IOException {
      Duration master = ProcessUse.of(cluster.master().pid()).cpu();
      Duration all = master;
      for (String slave : cluster.slaves()) {
        all = all.plus(ProcessUse.of(cluster.process(slave).pid()).cpu());
      }
      return new Used(all, master);
    }

    Used since(Used before) {
      return new Used(all.minus(before.all), master.minus(before.master));
    }
  }

  private byte[] jpeg() throws IOException {
    BufferedImage read = ImageIO.read(picture.toFile());
    BufferedImage plain =
        new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
    plain.getGraphics().drawImage(read, 0, 0, null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(plain, "jpeg", file);
    return file.toByteArray();
  }

  /** Another file for each number, so that none is stored already: a comment has the number. */
  private static byte[] numbered(byte[] jpeg, long number) {
    return ByteBuffer.allocate(jpeg.length + COMMENT_BYTES)
        .put(jpeg, 0, START_BYTES)
        .putShort(COMMENT)
        .putShort((short) (COMMENT_BYTES - 2))
        .putLong(number)
        .put(jpeg, START_BYTES, jpeg.length - START_BYTES)
        .array();
  }

  private static String text(Turn turn) {
    return "%6.1f images/s, median %.1f ms, p99 %.1f ms, %.1f ms of CPU an image, %.1f of them the master's"
        .formatted(
            turn.imagesPerSecond(),
            turn.medianMillis(),
            turn.p99Millis(),
            turn.cpuMillis(),
            turn.masterMillis());
  }

  private static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
