package io.lynceus.benchmarks.outage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes something away and brings it back, at random, on a thread of its own, until it is closed.
 */
final class Faults implements AutoCloseable {
  /** The longest time for which it is there, and for which it is away. */
  private static final Duration THERE = Duration.ofSeconds(40);

  private static final Duration AWAY = Duration.ofSeconds(12);
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Random random;
  private final List<Fault> faults;
  private final Thread thread;
  private final AtomicInteger number = new AtomicInteger();
  private volatile @Nullable Exception failure;

  /** Something that goes wrong, and is right again. */
  record Fault(Change begin, Change end) {}

  /** A step of a fault. */
  interface Change {
    void run() throws IOException, InterruptedException;
  }

  /** Begins. The same seed gives the same faults and pauses. */
  Faults(String name, long seed, List<Fault> faults) {
    this.random = new Random(seed);
    this.faults = new ArrayList<>(faults);
    this.thread = new Thread(this::run, "faults-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        pause(THERE);
        Fault fault = faults.get(random.nextInt(faults.size()));
        fault.begin().run();
        try {
          pause(AWAY);
        } finally {
          fault.end().run();
        }
        number.incrementAndGet();
      }
    } catch (InterruptedException e) {
      // Closed: all is as it should be.
    } catch (IOException e) {
      failure = e;
    }
  }

  private void pause(Duration most) throws InterruptedException {
    long span = most.minus(LEAST).toMillis();
    Thread.sleep(LEAST.toMillis() + (long) (random.nextDouble() * span));
  }

  /** Ends with everything in its place; returns how often something went wrong. */
  int finish() throws IOException {
    close();
    if (failure != null) {
      throw new IOException("a fault could not be made or mended", failure);
    }
    return number.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
