package io.lynceus.benchmarks.dispatch;

import java.util.List;

/**
 * A broker with two workers that do nothing, each in its own process, and one client. For one
 * thread.
 */
interface Engine extends AutoCloseable {
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
