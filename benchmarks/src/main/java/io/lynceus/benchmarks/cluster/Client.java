package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.cluster.Latencies.Answer;
import io.lynceus.benchmarks.stills.Stills;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Loads a master with images, all four analyses of each. */
public final class Client implements AutoCloseable {
  private final Stills stills;
  private final TaskClient connection;

  /**
   * @param window images without a reply at the same time, at most
   */
  public Client(ClientConfig master, Stills stills, int window) throws IOException {
    this.stills = stills;
    this.connection = TaskClient.connect(master.withWindow(window));
  }

  /** So many images, the next as soon as the window has a place. */
  public Latencies send(int images) throws Exception {
    return closed(images, Duration.ofDays(1));
  }

  /** For so long, the next as soon as the window has a place. */
  Latencies saturate(Duration time) throws Exception {
    return closed(Integer.MAX_VALUE, time);
  }

  private Latencies closed(int images, Duration time) throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    long start = System.nanoTime();
    while (answers.size() < images && System.nanoTime() - start < time.toNanos()) {
      answers.add(submit(answers.size(), 0));
    }
    return awaitAll(answers, start);
  }

  /**
   * For so long, at times that do not wait for replies: gaps between images as if many cameras sent
   * independently (exponential), the same in every run with the same seed. Latencies count from the
   * time at which an image was due, sent or not.
   *
   * @param perSecond images, the mean
   */
  Latencies offer(double perSecond, Duration time, long seed) throws Exception {
    Random random = new Random(seed);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    long start = System.nanoTime();
    double due = 0;
    while (due < time.toNanos()) {
      long early = start + (long) due - System.nanoTime();
      if (early > 0) {
        TimeUnit.NANOSECONDS.sleep(early);
      }
      answers.add(submit(answers.size(), start + (long) due));
      due -= Math.log(1 - random.nextDouble()) / perSecond * 1e9;
    }
    return awaitAll(answers, start);
  }

  /**
   * @param dueAt since when it counts; 0 for since it has its place in the window
   */
  private CompletableFuture<Answer> submit(int number, long dueAt) throws InterruptedException {
    CompletableFuture<Reply> reply = connection.submit(stills.file(number), Ask.DEFAULT);
    long since = dueAt == 0 ? System.nanoTime() : dueAt;
    return reply.thenApply(received -> new Answer((System.nanoTime() - since) / 1e6, received));
  }

  private static Latencies awaitAll(List<CompletableFuture<Answer>> pending, long start)
      throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (CompletableFuture<Answer> answer : pending) {
      answers.add(answer.get());
    }
    return Latencies.of(answers, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    connection.close();
  }
}
