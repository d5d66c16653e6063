package io.lynceus.master.metrics;

import io.lynceus.master.dispatch.state.Attempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Names and describes the counters of dispatch. */
final class Counters {
  static final String IMAGES = "Images by their status";

  private final MeterRegistry registry;

  Counters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Images that were given up before their reply. */
  Counter cancelled() {
    return with("lynceus.images", IMAGES, "status", "cancelled");
  }

  Counter attempts(Attempt.Kind kind) {
    String label =
        switch (kind) {
          case FIRST -> "first";
          case REPEATED -> "again";
          case SECOND -> "second";
          case CONFINED -> "confined";
        };
    return with(
        "lynceus.attempts", "Attempts of work units that were given to slaves", "kind", label);
  }

  Counter wastedResults() {
    return plain("lynceus.wasted.results", "Results that came when they were no longer wanted");
  }

  /**
   * @param of {@code unit} or {@code slave}
   */
  Counter suspicions(String of) {
    return with("lynceus.suspicions", "Silent slaves, and units that a slave died of", "of", of);
  }

  /**
   * @param outcome {@code ok}, {@code died} or {@code failed}
   */
  Counter confined(String outcome) {
    return with(
        "lynceus.confined.units",
        "Work units that ran in a JVM of their own, because two slaves died of them",
        "outcome",
        outcome);
  }

  Counter joined() {
    return plain("lynceus.slaves.joined", "Slaves that have connected");
  }

  /**
   * @param how {@code drained} or {@code lost}
   */
  Counter gone(String how) {
    return with("lynceus.slaves.gone", "Slaves whose connection has ended", "how", how);
  }

  Counter ofUnits(String analysis, String outcome) {
    return Counter.builder("lynceus.units")
        .description("Work units of images with a reply, by outcome")
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
