package io.lynceus.benchmarks.outage;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Cameras that send a still each to a master in turn, at a rate. For one thread. */
final class StillLoad {
  private static final int WINDOW = 32;

  private final ClientConfig master;
  private final Scenery scenery;
  private final int cameras;
  private final double rate;
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private long number;

  StillLoad(ClientConfig master, Scenery scenery, int cameras, double rate) {
    this.master = master.withWindow(WINDOW);
    this.scenery = scenery;
    this.cameras = cameras;
    this.rate = rate;
  }

  /** The name of a camera, from 0. */
  static String camera(int index) {
    return "cam-" + (index + 1);
  }

  /** As {@link #run}, and forgets the times. */
  void warmUp(Duration time) throws IOException, InterruptedException {
    run(time);
    nanos.clear();
  }

  /**
   * Sends for that time, and waits for the replies.
   *
   * @throws IOException when a reply is missing or not complete
   */
  void run(Duration time) throws IOException, InterruptedException {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    long begun = System.nanoTime();
    try (TaskClient client = TaskClient.connect(master)) {
      while (System.nanoTime() - begun < time.toNanos()) {
        long due = begun + Math.round(replies.size() * 1e9 / rate);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        int camera = (int) (number % cameras);
        Ask ask =
            Ask.DEFAULT
                .withAnalyses(List.of(Analysis.OBJECTS))
                .withCamera(Optional.of(new Camera(camera(camera))));
        byte[] still = scenery.still(camera, number++ / cameras);
        long sent = System.nanoTime();
        replies.add(
            client
                .submit(still, ask)
                .whenComplete(
                    (reply, failure) -> {
                      if (failure == null) {
                        nanos.add(System.nanoTime() - sent);
                      }
                    }));
      }
      for (CompletableFuture<Reply> each : replies) {
        Reply reply = each.join();
        if (reply.status() != Reply.Status.COMPLETE) {
          throw new IOException("a still was not analysed: " + reply);
        }
      }
    } catch (CompletionException e) {
      throw new IOException("a still has no reply", e.getCause());
    }
  }

  /** The times to the replies so far, in words. */
  String times() {
    List<Long> sorted = nanos.stream().sorted().toList();
    return "%d, median %.1f ms, p95 %.1f ms, p99 %.1f ms"
        .formatted(sorted.size(), part(sorted, 0.5), part(sorted, 0.95), part(sorted, 0.99));
  }

  private static double part(List<Long> sorted, double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }
}
