package io.lynceus.benchmarks.dispatch;

import java.time.Duration;
import java.util.List;

/**
 * A broker with two workers that do nothing, each in its own process, and one client. For one
 * thread.
 */
public interface Engine extends AutoCloseable {

  /**
   * The load of one trial.
   *
   * @param imageBytes the image size of each unit
   * @param window the units that the client has in flight at once
   * @param time the length of the trial
   */
  record Shape(int imageBytes, int window, Duration time) {
    /** The text for headings. */
    @Override
    public String toString() {
      String size = imageBytes < 1000 ? imageBytes + " B" : imageBytes / 1000 + " KB";
      return size + ", window " + window;
    }

    Shape lasting(Duration other) {
      return new Shape(imageBytes, window, other);
    }
  }

  /**
   * A client's measurements in one trial.
   *
   * @param units the number of replies
   * @param time from the first request to the last reply
   * @param p50 median time from a request to its reply
   * @param p99 99th percentile of that time
   * @param clientCpu CPU time of the client's thread; zero if not measured
   */
  record Throughput(long units, Duration time, Duration p50, Duration p99, Duration clientCpu) {
    public double unitsPerSecond() {
      return units / (time.toNanos() / 1e9);
    }
  }

  /** The name in tables. */
  String name();

  /** Sends units in the given shape and checks every reply. */
  Throughput load(Shape shape) throws Exception;

  /** The broker's process id. */
  long broker();

  /** The workers' process ids. */
  List<Long> workers();

  /** Ends all processes. */
  @Override
  void close();
}
