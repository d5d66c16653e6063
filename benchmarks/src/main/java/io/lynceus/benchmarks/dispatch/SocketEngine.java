package io.lynceus.benchmarks.dispatch;

import io.lynceus.benchmarks.dispatch.Engine.Shape;
import io.lynceus.benchmarks.dispatch.Engine.Throughput;
import java.io.IOException;
import java.util.List;

/** An engine whose client is the {@link WindowClient}. */
final class SocketEngine implements Engine {
  private final String name;
  private final AutoCloseable processes;
  private final long broker;
  private final List<Long> workers;
  private final ClientFactory client;

  /** Opens a connection for one trial. */
  interface ClientFactory {
    WindowClient connect() throws IOException;
  }

  /**
   * @param processes all processes to end with it
   */
  SocketEngine(
      String name, AutoCloseable processes, long broker, List<Long> workers, ClientFactory client) {
    this.name = name;
    this.processes = processes;
    this.broker = broker;
    this.workers = List.copyOf(workers);
    this.client = client;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Throughput load(Shape shape) throws IOException {
    try (WindowClient connection = client.connect()) {
      return connection.run(shape);
    }
  }

  @Override
  public long broker() {
    return broker;
  }

  @Override
  public List<Long> workers() {
    return workers;
  }

  @Override
  public void close() {
    try {
      processes.close();
    } catch (Exception e) { // AutoCloseable declares it.
      throw new IllegalStateException("the processes of " + name + " cannot be ended", e);
    }
  }
}
