package io.lynceus.master.metrics;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.master.delivery.ChannelState;
import io.lynceus.master.dispatch.DispatchConfig;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.gateway.search.Remembered;
import io.lynceus.master.mqtt.session.MqttState;
import io.lynceus.master.outlets.OutletQueue;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.PassedOver;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.scene.source.SourceStatus;
import io.lynceus.scene.source.SourceStatus.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a master. Dispatch feeds the counters. Gauges show the state that dispatch tells
 * for each page, or numbers that any thread may read.
 */
public final class MasterMetrics implements AutoCloseable {
  private final ProcessMetrics process;
  private final MeterRegistry registry;
  private final DispatchMetrics dispatch;
  private final ClusterMetrics cluster;
  private volatile @Nullable CameraMetrics cameras;

  /** Counters do not keep what they count; null without a store. */
  private @Nullable StoreMetrics store;

  /**
   * @param version of Lynceus
   */
  public MasterMetrics(String version, DispatchConfig config) {
    process = new ProcessMetrics(version);
    registry = process.registry();
    dispatch = new DispatchMetrics(registry);
    cluster = new ClusterMetrics(registry, config.prefetch());
    Gauge.builder("lynceus.waiting.tasks.limit", config.waiting()::tasks)
        .description("limits.waiting-tasks: when this many wait, the next image is refused as BUSY")
        .register(registry);
  }

  /** Counts the events of dispatch. */
  public DispatchEvents events() {
    return dispatch;
  }

  /**
   * Shows the connections of a port.
   *
   * @param port its name
   * @param connections their number; any thread asks
   */
  public void connections(String port, LongSupplier connections) {
    Gauge.builder("lynceus.connections", connections::getAsLong)
        .description("Open connections")
        .tag("port", port)
        .register(registry);
  }

  /**
   * Counts the connections that a port has refused, or closed for others.
   *
   * @param refusals so far; any thread asks
   */
  public void refusedConnections(String port, LongSupplier refusals) {
    FunctionCounter.builder(
            "lynceus.connections.refused", this, strongly -> (double) refusals.getAsLong())
        .description("Connections refused or closed: too many, or too many unread replies")
        .tag("port", port)
        .register(registry);
  }

  /**
   * Counts the wrong tokens that a port was sent.
   *
   * @param wrong so far; any thread asks
   */
  public void wrongTokens(String port, LongSupplier wrong) {
    FunctionCounter.builder("lynceus.wrong.tokens", this, strongly -> (double) wrong.getAsLong())
        .description("Wrong tokens that clients have sent")
        .tag("port", port)
        .register(registry);
  }

  /**
   * Counts the bytes behind images that begin no item.
   *
   * @param told all of them so far; any thread asks
   */
  public void passedOver(Supplier<PassedOver> told) {
    FunctionCounter.builder(
            "lynceus.passed.over.images", this, strongly -> (double) told.get().images())
        .description("Images with bytes behind them that begin no item")
        .register(registry);
    FunctionCounter.builder(
            "lynceus.passed.over.bytes", this, strongly -> (double) told.get().bytes())
        .description("Those bytes")
        .register(registry);
  }

  /**
   * Shows the bytes of images and replies that are held.
   *
   * @param bytes of them now; any thread asks
   * @param limit bytes that they may take
   */
  public void held(LongSupplier bytes, long limit) {
    Gauge.builder("lynceus.held", bytes::getAsLong)
        .description("Images that arrive or wait for their replies, and replies that are not sent")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("lynceus.held.limit", () -> limit)
        .description("tasks.held-bytes: without room, images are refused as BUSY")
        .baseUnit("bytes")
        .register(registry);
  }

  /**
   * Shows how the sources of cameras are, and counts their attempts.
   *
   * @param states of all; any thread asks
   * @param counts what became of the attempts so far; any thread asks
   */
  public void sources(Supplier<List<SourceStatus>> states, Supplier<Counts> counts) {
    for (SourceStatus.State state : SourceStatus.State.values()) {
      Gauge.builder(
              "lynceus.sources",
              () -> states.get().stream().filter(source -> source.state() == state).count())
          .description("Cameras whose stills the master fetches, by the state of the source")
          .tag("state", state.word())
          .register(registry);
    }
    attempts("taken", () -> counts.get().taken());
    attempts("unchanged", () -> counts.get().unchanged());
    attempts("busy", () -> counts.get().busy());
    attempts("failed", () -> counts.get().failed());
  }

  private void attempts(String result, LongSupplier count) {
    FunctionCounter.builder("lynceus.source.attempts", this, strongly -> (double) count.getAsLong())
        .description("Looks for a still of a camera, by what became of them")
        .tag("result", result)
        .register(registry);
  }

  /** Shows what becomes of the items of an outlet. */
  public void outlet(OutletQueue queue) {
    outletItems(queue, "delivered", queue::delivered);
    outletItems(queue, "dropped", queue::dropped);
    outletItems(queue, "failed", queue::failed);
    String name = queue.config().name();
    Gauge.builder("lynceus.outlet.waiting", queue, OutletQueue::waiting)
        .description("Items that an outlet is not done with")
        .tag("outlet", name)
        .strongReference(true)
        .register(registry);
    Gauge.builder("lynceus.outlet.held", queue, OutletQueue::heldBytes)
        .description("What those items hold of the heap")
        .tag("outlet", name)
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Shows how the store is. Called once.
   *
   * @param state any thread asks
   */
  public void store(Supplier<Remembered.State> state) {
    store = new StoreMetrics(registry, state);
    store.register();
  }

  /**
   * Shows how the connection to the MQTT broker is. Called once.
   *
   * @param state any thread asks
   */
  public void mqtt(Supplier<MqttState> state) {
    Gauge.builder("lynceus.mqtt.connected", () -> state.get().isConnected() ? 1 : 0)
        .description("1 while the MQTT broker is connected")
        .register(registry);
    Gauge.builder("lynceus.mqtt.pending", () -> state.get().pending())
        .description("Messages that the MQTT broker does not have; events wait in the outbox")
        .register(registry);
    mqttMessages("sent", () -> state.get().sent());
    mqttMessages("refused", () -> state.get().refused());
    mqttMessages("dropped", () -> state.get().dropped());
  }

  private void mqttMessages(String result, LongSupplier count) {
    FunctionCounter.builder("lynceus.mqtt.messages", this, strongly -> (double) count.getAsLong())
        .description("Messages to the MQTT broker, by what became of them")
        .tag("result", result)
        .register(registry);
  }

  /**
   * Shows what becomes of events that others are told.
   *
   * @param states of all channels, always the same ones; any thread asks
   */
  public void channels(Supplier<List<ChannelState>> states) {
    new DeliveryMetrics(registry, states).register();
  }

  private void outletItems(OutletQueue queue, String result, LongSupplier count) {
    FunctionCounter.builder("lynceus.outlet.items", this, strongly -> (double) count.getAsLong())
        .description("Items of an outlet, such as replies, by what became of them")
        .tags("outlet", queue.config().name(), "result", result)
        .register(registry);
  }

  /**
   * Shows the cameras.
   *
   * @param told what is known of them; asked for each page
   */
  public void cameras(Supplier<ClusterCameras> told) {
    cameras = new CameraMetrics(registry, told);
  }

  /** The page that Prometheus reads, of a cluster in this state. Any thread may call it. */
  public synchronized String page(ClusterStatus status) {
    cluster.show(status);
    CameraMetrics shown = cameras;
    if (shown != null) {
      shown.show();
    }
    return process.page();
  }

  @Override
  public void close() {
    process.close();
  }
}
