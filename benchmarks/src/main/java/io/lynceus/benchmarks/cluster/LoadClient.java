package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.cluster.Latencies.TimedReply;
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

/** Sends images to a master, for all four analyses. */
public final class LoadClient implements AutoCloseable {
  private final Stills stills;
  private final TaskClient connection;

  /**
   * @param window the most images without a reply at once
   */
  public LoadClient(ClientConfig master, Stills stills, int window) throws IOException {
    this.stills = stills;
    this.connection = TaskClient.connect(master.withWindow(window));
  }

  /** Sends {@code images} images, each as soon as the window has a place. */
  public Latencies send(int images) throws Exception {
    return closed(images, Duration.ofDays(1));
  }

  /** Sends images for {@code time}, each as soon as the window has a place. */
  Latencies saturate(Duration time) throws Exception {
    return closed(Integer.MAX_VALUE, time);
  }

  private Latencies closed(int images, Duration time) throws Exception {
    List<CompletableFuture<TimedReply>> replies = new ArrayList<>();
    long start = System.nanoTime();
    while (replies.size() < images && System.nanoTime() - start < time.toNanos()) {
      replies.add(submit(replies.size(), 0));
    }
    return awaitAll(replies, start);
  }

  /**
   * Sends images for {@code time} without waiting for replies, with exponential gaps, as if many
   * cameras sent independently. The same seed gives the same gaps. Latencies count from the time at
   * which an image was due, even if it was sent later.
   *
   * @param perSecond images per second, the mean
   */
  Latencies offer(double perSecond, Duration time, long seed) throws Exception {
    Random random = new Random(seed);
    List<CompletableFuture<TimedReply>> replies = new ArrayList<>();
    long start = System.nanoTime();
    double due = 0;
    while (due < time.toNanos()) {
      long early = start + (long) due - System.nanoTime();
      if (early > 0) {
        TimeUnit.NANOSECONDS.sleep(early);
      }
      replies.add(submit(replies.size(), start + (long) due));
      due -= Math.log(1 - random.nextDouble()) / perSecond * 1e9;
    }
    return awaitAll(replies, start);
  }

  /**
   * @param dueAt the start of the latency; 0: when the image gets its place in the window
   */
  private CompletableFuture<TimedReply> submit(int number, long dueAt) throws InterruptedException {
    CompletableFuture<Reply> reply = connection.submit(stills.file(number), Ask.DEFAULT);
    long since = dueAt == 0 ? System.nanoTime() : dueAt;
    return reply.thenApply(received -> new TimedReply((System.nanoTime() - since) / 1e6, received));
  }

  private static Latencies awaitAll(List<CompletableFuture<TimedReply>> pending, long start)
      throws Exception {
    List<TimedReply> replies = new ArrayList<>();
    for (CompletableFuture<TimedReply> future : pending) {
      replies.add(future.get());
    }
    return Latencies.of(replies, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    connection.close();
  }
}
