package io.lynceus.benchmarks.dispatch;

import java.util.List;

/**
 * A broker with two workers that do nothing, each a process of its own, and one client. Used by one
 * thread.
 */
interface Engine extends AutoCloseable {
  /** What it is called in tables. */
  String name();

  /** Sends it work as the shape says, and checks every answer. */
  Throughput load(Shape shape) throws Exception;

  /** The process between client and workers. */
  long broker();

  /** The processes of the workers. */
  List<Long> workers();

  /** Ends all of its processes. */
  @Override
  void close();
}
