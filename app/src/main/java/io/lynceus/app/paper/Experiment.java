package io.lynceus.app.paper;

import io.lynceus.app.paper.PaperResult.Loss;
import io.lynceus.app.paper.PaperResult.Times;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Vision;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Times the paper's four analyses of pictures: one after the other in this process, in a cluster
 * with one slave, in one with more; and kills a slave. All are warm. For one thread.
 */
final class Experiment {
  /** Images under way at once: enough that no slave waits. */
  private static final int WINDOW = 32;

  private static final int WARM_UP = 8;
  private static final String VICTIM = "slave-1";

  private final PaperPictures pictures;
  private final int slaves;
  private final IntConsumer done;

  /**
   * @param slaves of the larger cluster, at least 2
   * @param done told how many more pictures have been analysed
   */
  Experiment(PaperPictures pictures, int slaves, IntConsumer done) {
    this.pictures = pictures;
    this.slaves = slaves;
    this.done = done;
  }

  /** How many analysed pictures it is told of in all. */
  static int steps(List<Integer> counts) {
    return 3 * (counts.stream().mapToInt(count -> count).sum() + WARM_UP) + killed(counts);
  }

  /** As many as the largest part of the experiment has, and no fewer than a slave can die amid. */
  private static int killed(List<Integer> counts) {
    return Math.max(40, counts.get(counts.size() - 1));
  }

  /** What was measured in the clusters and alone. */
  record Measured(List<Times> times, Loss loss) {}

  /**
   * Runs it.
   *
   * @param counts of pictures, the fewest first
   */
  Measured run(Vision vision, List<Integer> counts)
      throws IOException, InterruptedException, ExecutionException {
    analyze(vision, WARM_UP);
    List<Double> alone = new ArrayList<>();
    for (int count : counts) {
      alone.add(seconds(() -> analyze(vision, count)));
    }
    Path logs = Files.createTempDirectory("lynceus-paper-");
    List<Double> one;
    try (LocalCluster cluster = LocalCluster.start(plan(logs.resolve("1"), 1))) {
      one = inCluster(cluster, counts);
    }
    List<Times> times = new ArrayList<>();
    Loss loss;
    try (LocalCluster cluster = LocalCluster.start(plan(logs.resolve("all"), slaves))) {
      List<Double> all = inCluster(cluster, counts);
      for (int i = 0; i < counts.size(); i++) {
        times.add(new Times(counts.get(i), alone.get(i), one.get(i), all.get(i)));
      }
      loss = kill(cluster, killed(counts));
    }
    LocalCluster.deleteLogs(logs); // after a fault they stay
    return new Measured(times, loss);
  }

  private static ClusterPlan plan(Path logs, int slaves) throws IOException {
    return ClusterPlan.in(Files.createDirectories(logs)).withSlaves(slaves);
  }

  private interface Work {
    void run() throws IOException, InterruptedException, ExecutionException;
  }

  private static double seconds(Work work)
      throws IOException, InterruptedException, ExecutionException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private void analyze(Vision vision, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      try {
        var unused = vision.analyze(ByteBuffer.wrap(pictures.file(i)), Ask.DEFAULT);
      } catch (AnalysisException | UnreadableImageException | RefusedImageException e) {
        throw new IOException("a picture cannot be analysed: " + e.getMessage(), e);
      }
      done.accept(1);
    }
  }

  private List<Double> inCluster(LocalCluster cluster, List<Integer> counts)
      throws IOException, InterruptedException, ExecutionException {
    List<Double> seconds = new ArrayList<>();
    try (TaskClient client = TaskClient.connect(cluster.client().withWindow(WINDOW))) {
      complete(send(client, WARM_UP, () -> {}));
      for (int count : counts) {
        seconds.add(seconds(() -> complete(send(client, count, () -> {}))));
      }
    }
    return seconds;
  }

  /** Kills a slave when a third of the pictures have their replies. */
  private Loss kill(LocalCluster cluster, int count)
      throws IOException, InterruptedException, ExecutionException {
    long before = TaskClient.status(cluster.client()).attempts().again();
    AtomicInteger replies = new AtomicInteger();
    int complete;
    try (TaskClient client = TaskClient.connect(cluster.client().withWindow(WINDOW))) {
      complete =
          complete(
              send(
                  client,
                  count,
                  () -> {
                    if (replies.incrementAndGet() == count / 3) {
                      cluster.process(VICTIM).kill();
                    }
                  }));
    }
    return new Loss(
        count, complete, TaskClient.status(cluster.client()).attempts().again() - before);
  }

  private List<CompletableFuture<Reply>> send(TaskClient client, int count, Runnable onReply)
      throws InterruptedException {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<Reply> reply = client.submit(pictures.file(i), Ask.DEFAULT);
      replies.add(
          reply.whenComplete(
              (answer, lost) -> {
                done.accept(1);
                onReply.run();
              }));
    }
    return replies;
  }

  private static int complete(List<CompletableFuture<Reply>> replies)
      throws InterruptedException, ExecutionException {
    int complete = 0;
    for (CompletableFuture<Reply> reply : replies) {
      complete += reply.get().status() == Reply.Status.COMPLETE ? 1 : 0;
    }
    return complete;
  }
}
