package io.lynceus.master.metrics;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of the state of the cluster that dispatch told last. One thread at a time. */
final class ClusterMetrics {
  private static final String TASKS = "Images by state";

  private final MeterRegistry registry;
  private final MultiGauge slots;
  private final MultiGauge inHand;
  private final MultiGauge credits;
  private final MultiGauge resident;
  private final int prefetch;
  private volatile @Nullable ClusterStatus latest;

  /**
   * @param prefetch units that a slave is given beyond its slots
   */
  ClusterMetrics(MeterRegistry registry, int prefetch) {
    this.registry = registry;
    this.prefetch = prefetch;
    slots = bySlave("lynceus.slots", "Worker threads of a connected slave", null);
    inHand = bySlave("lynceus.units.in.hand", "Work units that a slave has, queued or not", null);
    credits = bySlave("lynceus.credits", "Further work units that a slave may be given", null);
    resident =
        bySlave("lynceus.resident", "Resident memory of a slave's process, as it reports", "bytes");
    gauge("lynceus.tasks", TASKS, Tags.of("state", "waiting"), s -> (double) s.tasks().waiting());
    gauge("lynceus.tasks", TASKS, Tags.of("state", "running"), s -> (double) s.tasks().running());
    for (State state : State.values()) {
      gauge(
          "lynceus.slaves",
          "Connected slaves by state",
          Tags.of("state", state.name().toLowerCase(Locale.ROOT)),
          status -> (double) status.slaves().stream().filter(s -> s.state() == state).count());
    }
  }

  /** The gauges show this state from now on. */
  void show(ClusterStatus status) {
    latest = status;
    rows(slots, status, Slave::slots);
    rows(inHand, status, Slave::busy);
    rows(credits, status, this::creditsOf);
    rows(resident, status, slave -> (double) slave.memory().residentBytes());
  }

  private double creditsOf(Slave slave) {
    return slave.state() == State.READY ? Math.max(0, slave.slots() + prefetch - slave.busy()) : 0;
  }

  private static void rows(MultiGauge gauge, ClusterStatus status, ToDoubleFunction<Slave> value) {
    gauge.register(
        status.slaves().stream()
            .<Row<?>>map(s -> Row.of(Tags.of("slave", s.name()), value.applyAsDouble(s)))
            .toList(),
        true);
  }

  private MultiGauge bySlave(String name, String description, @Nullable String unit) {
    return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
  }

  private void gauge(
      String name, String description, Tags tags, ToDoubleFunction<ClusterStatus> value) {
    Gauge.builder(name, () -> latest == null ? 0 : value.applyAsDouble(latest))
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
