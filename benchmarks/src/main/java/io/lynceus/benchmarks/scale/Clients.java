package io.lynceus.benchmarks.scale;

import io.lynceus.benchmarks.dispatch.Engine.Shape;
import io.lynceus.benchmarks.dispatch.LynceusDialect;
import io.lynceus.benchmarks.dispatch.WindowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps a number of small images in flight at a master, over as many connections as that needs. */
final class Clients {
  private static final int IMAGE_BYTES = 100;

  /** The master's limit of images in flight per connection. */
  private static final int MOST_FOR_ONE = 32;

  private Clients() {}

  /** Runs the clients; returns the number of replies. */
  static long run(int port, int underWay, Duration time) throws Exception {
    int connections = (underWay + MOST_FOR_ONE - 1) / MOST_FOR_ONE;
    Shape shape = new Shape(IMAGE_BYTES, (underWay + connections - 1) / connections, time);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Long>> replies = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        replies.add(threads.submit(() -> runOne(port, shape)));
      }
      long units = 0;
      for (Future<Long> one : replies) {
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
