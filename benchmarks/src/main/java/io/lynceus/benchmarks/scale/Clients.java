package io.lynceus.benchmarks.scale;

import io.lynceus.benchmarks.dispatch.LynceusDialect;
import io.lynceus.benchmarks.dispatch.Shape;
import io.lynceus.benchmarks.dispatch.WindowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that keep so many small images under way at a master, over as many connections as it
 * takes.
 */
final class Clients {
  private static final int IMAGE_BYTES = 100;

  /** A master answers no more than this for one connection at a time. */
  private static final int MOST_FOR_ONE = 32;

  private Clients() {}

  /** Runs them; returns how many images were answered. */
  static long run(int port, int underWay, Duration time) throws Exception {
    int connections = (underWay + MOST_FOR_ONE - 1) / MOST_FOR_ONE;
    Shape shape = new Shape(IMAGE_BYTES, (underWay + connections - 1) / connections, time);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Long>> answered = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        answered.add(threads.submit(() -> runOne(port, shape)));
      }
      long units = 0;
      for (Future<Long> one : answered) {
        units += one.get();
      }
      return units;
    } finally {
      threads.shutdownNow();
    }
  }

  private static long runOne(int port, Shape shape) throws Exception {
    try (WindowClient client = new WindowClient(port, new LynceusDialect())) {
      return client.run(shape).units();
    }
  }
}
