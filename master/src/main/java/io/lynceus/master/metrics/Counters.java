package io.lynceus.master.metrics;

import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Names and describes the counters of dispatch. */
final class Counters {
  static final String IMAGES = "Images by what became of them";
  private static final String ATTEMPTS = "Attempts of work units that were given to slaves";
  private static final String SUSPICIONS = "Slaves that were silent, units that one has died of";
  private static final String GONE = "Slaves whose connection has ended";

  private final MeterRegistry registry;

  Counters(MeterRegistry registry) {
    this.registry = registry;
  }

  Counter of(Event event) {
    return switch (event) {
      case IMAGE_CANCELLED -> with("lynceus.images", IMAGES, "status", "cancelled");
      case FIRST_ATTEMPT -> with("lynceus.attempts", ATTEMPTS, "kind", "first");
      case REPEATED_ATTEMPT -> with("lynceus.attempts", ATTEMPTS, "kind", "again");
      case SECOND_ATTEMPT -> with("lynceus.attempts", ATTEMPTS, "kind", "second");
      case WASTED_RESULT ->
          plain("lynceus.wasted.results", "Results that came when nobody wanted them any more");
      case UNIT_SUSPECTED -> with("lynceus.suspicions", SUSPICIONS, "of", "unit");
      case SLAVE_SUSPECTED -> with("lynceus.suspicions", SUSPICIONS, "of", "slave");
      case SLAVE_JOINED -> plain("lynceus.slaves.joined", "Slaves that have connected");
      case SLAVE_LEFT -> with("lynceus.slaves.gone", GONE, "how", "drained");
      case SLAVE_LOST -> with("lynceus.slaves.gone", GONE, "how", "lost");
    };
  }

  Counter ofUnits(String analysis, String outcome) {
    return Counter.builder("lynceus.units")
        .description("Work units of answered images by their outcome")
        .tags("analysis", analysis, "outcome", outcome)
        .register(registry);
  }

  Counter plain(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  Counter with(String name, String description, String label, String value) {
    return Counter.builder(name).description(description).tag(label, value).register(registry);
  }
}
