package io.lynceus.master.metrics;

import io.lynceus.master.gateway.search.Remembered;
import io.lynceus.store.StoreState;
import io.lynceus.store.StoreState.Counts;
import io.lynceus.store.StoreState.Phase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of the store. Gauges of what is not known are NaN. */
final class StoreMetrics {
  private final MeterRegistry registry;
  private final Supplier<Remembered.State> state;

  /**
   * @param state of the store; any thread asks
   */
  StoreMetrics(MeterRegistry registry, Supplier<Remembered.State> state) {
    this.registry = registry;
    this.state = state;
  }

  void register() {
    Gauge.builder("lynceus.store.up", this, of -> of.told().phase() == Phase.OK ? 1 : 0)
        .description("1 while the store keeps what comes, 0 while it fails")
        .strongReference(true)
        .register(registry);
    Gauge.builder("lynceus.store.results", this, of -> number(of.told().results()))
        .description("Results in the store")
        .strongReference(true)
        .register(registry);
    bytes("database", StoreState::databaseBytes);
    bytes("pictures", StoreState::pictureBytes);
    Gauge.builder("lynceus.store.waiting", this, of -> of.state.get().waiting())
        .description("Replies that wait to be stored")
        .strongReference(true)
        .register(registry);
    counter(
        "dropped",
        "Replies that clients were given and that are not in the store",
        of -> of.state.get().dropped());
    counter("written", "Results written to the store", of -> of.counts().written());
    counter("erased", "Results that somebody has erased", of -> of.counts().erased());
    counter("expired", "Results that went by time or bytes", of -> of.counts().expired());
    counter(
        "expired.pictures",
        "Pictures that went by time or bytes before their results",
        of -> of.counts().expiredPictures());
    FunctionCounter.builder("lynceus.store.write", this, of -> of.counts().writeNanos() / 1e9)
        .description("Time that writing to the store has taken")
        .baseUnit("seconds")
        .register(registry);
  }

  private void bytes(String what, Function<StoreState, OptionalLong> bytes) {
    Gauge.builder("lynceus.store.size", this, of -> number(bytes.apply(of.told())))
        .description("What the store takes of the disk")
        .tag("of", what)
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  private void counter(String name, String description, ToDoubleFunction<StoreMetrics> count) {
    FunctionCounter.builder("lynceus.store." + name, this, count)
        .description(description)
        .register(registry);
  }

  private StoreState told() {
    return state.get().store();
  }

  private Counts counts() {
    return told().counts();
  }

  private static double number(OptionalLong known) {
    return known.isPresent() ? known.getAsLong() : Double.NaN;
  }
}
