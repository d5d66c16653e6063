package io.lynceus.master.metrics;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.master.dispatch.DispatchConfig;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.model.ClusterStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/**
 * All meters of a master. Counters are fed by dispatch; gauges show the state that dispatch tells
 * for each page, or numbers that any thread may read.
 */
public final class MasterMetrics implements AutoCloseable {
  private final ProcessMetrics process;
  private final MeterRegistry registry;
  private final DispatchMetrics dispatch;
  private final ClusterMetrics cluster;

  /**
   * @param version of Lynceus
   */
  public MasterMetrics(String version, DispatchConfig config) {
    process = new ProcessMetrics(version);
    registry = process.registry();
    dispatch = new DispatchMetrics(registry);
    cluster = new ClusterMetrics(registry, config.prefetch());
    Gauge.builder("lynceus.waiting.tasks.limit", config::waitingTasks)
        .description("limits.waiting-tasks: with so many waiting, one more is answered BUSY")
        .register(registry);
  }

  /** Counts the events of dispatch. */
  public DispatchEvents events() {
    return dispatch;
  }

  /**
   * Shows the connections of a port.
   *
   * @param port what it is called
   * @param connections that are there; asked by any thread
   */
  public void connections(String port, LongSupplier connections) {
    Gauge.builder("lynceus.connections", connections::getAsLong)
        .description("Connections that are there")
        .tag("port", port)
        .register(registry);
  }

  /**
   * Counts the connections that a port has refused, or closed for others.
   *
   * @param refusals so far; asked by any thread
   */
  public void refusedConnections(String port, LongSupplier refusals) {
    FunctionCounter.builder(
            "lynceus.connections.refused", this, strongly -> (double) refusals.getAsLong())
        .description("Connections that were told BUSY: there were too many, or too much unread")
        .tag("port", port)
        .register(registry);
  }

  /**
   * Shows the images and answers that are held.
   *
   * @param bytes of them now; asked by any thread
   * @param limit what there is for them
   */
  public void held(LongSupplier bytes, long limit) {
    Gauge.builder("lynceus.held", bytes::getAsLong)
        .description("Images that arrive or wait for their reply, and replies that are not sent")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("lynceus.held.limit", () -> limit)
        .description("tasks.held-bytes: without room, images are answered BUSY")
        .baseUnit("bytes")
        .register(registry);
  }

  /** The page that Prometheus reads, of a cluster in this state. Any thread may call it. */
  public synchronized String page(ClusterStatus status) {
    cluster.show(status);
    return process.page();
  }

  @Override
  public void close() {
    process.close();
  }
}
