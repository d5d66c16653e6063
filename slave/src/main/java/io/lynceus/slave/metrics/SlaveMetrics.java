package io.lynceus.slave.metrics;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.model.Analysis;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.slave.work.UnitService;
import io.lynceus.slave.work.WorkObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** All meters of a slave. Any thread may call it. */
public final class SlaveMetrics implements WorkObserver, AutoCloseable {
  private final ProcessMetrics process;
  private final MeterRegistry registry;
  private final Map<Analysis, UnitMeters> units = new ConcurrentHashMap<>();
  private final Counter received;

  /**
   * @param version of Lynceus
   */
  public SlaveMetrics(String version) {
    process = new ProcessMetrics(version);
    registry = process.registry();
    for (Analysis analysis : Analysis.STANDARD) {
      units.put(analysis, new UnitMeters(registry, analysis)); // found before the first unit
    }
    received =
        Counter.builder("lynceus.slave.received.bytes")
            .description("Bytes of images that came from the master")
            .register(registry);
  }

  @Override
  public void reported(Analysis analysis, SlaveMessage report) {
    UnitMeters meters = units.computeIfAbsent(analysis, plugin -> new UnitMeters(registry, plugin));
    if (report instanceof UnitDone done) {
      meters.done(done.timing());
    } else if (report instanceof UnitFailed failed) {
      meters.failed(failed.reason());
    } else if (report instanceof ChildDied) {
      meters.died();
    }
  }

  @Override
  public void received(int bytes) {
    received.increment(bytes);
  }

  /**
   * Shows the work that a slave has, and the memory that it takes.
   *
   * @param connected whether a master has taken it; asked by any thread
   */
  public void watch(UnitService work, BooleanSupplier connected) {
    Gauge.builder("lynceus.slave.connected", () -> connected.getAsBoolean() ? 1 : 0)
        .description("1 when a master has taken this slave, else 0")
        .register(registry);
    gauge("slots", "", "Worker threads", work, load -> work.slots());
    gauge("units.running", "", "Work units that run", work, SlaveHeartbeat::running);
    gauge(
        "units.queued",
        "",
        "Work units that wait for a thread or for memory",
        work,
        SlaveHeartbeat::queued);
    memory("held.images", "", "Images whose tasks live", work, MemoryUse::heldImages);
    memory("held", "bytes", "Files of these images, in the heap", work, MemoryUse::heldBytes);
    memory(
        "pictures",
        "bytes",
        "Native memory that is taken for pictures",
        work,
        MemoryUse::pictureBytes);
    memory(
        "memory.limit",
        "bytes",
        "limits.resident-bytes: with more it drains and ends",
        work,
        MemoryUse::boundBytes);
  }

  private void memory(
      String name,
      String unit,
      String description,
      UnitService work,
      ToDoubleFunction<MemoryUse> value) {
    gauge(name, unit, description, work, load -> value.applyAsDouble(load.memory()));
  }

  private void gauge(
      String name,
      String unit,
      String description,
      UnitService work,
      ToDoubleFunction<SlaveHeartbeat> value) {
    Gauge.builder("lynceus.slave." + name, () -> value.applyAsDouble(work.load()))
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .register(registry);
  }

  /** The page that Prometheus reads. */
  public String page() {
    return process.page();
  }

  @Override
  public void close() {
    process.close();
  }
}
