package io.lynceus.common.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The meters of a process. The meters of the JVM exist from the start; others are registered before
 * they are used. Any thread may call it.
 */
public final class ProcessMetrics implements AutoCloseable {
  /** The {@code Content-Type} of {@link #page}. */
  public static final String MEDIA_TYPE = "text/plain;version=0.0.4;charset=utf-8";

  /** From a small picture on a fast slave to the longest sensible deadline. */
  private static final Duration[] BUCKETS =
      Stream.of(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /**
   * @param version of Lynceus
   */
  public ProcessMetrics(String version) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Gauge.builder("process.resident.memory", new ResidentMemory(), ResidentMemory::bytes)
        .description("What the process holds of the machine's memory, heap and native; Linux only")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    Gauge.builder("lynceus.build.info", () -> 1)
        .description("1; the label says the version")
        .tag("version", version)
        .register(registry);
  }

  /** The registry of the meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** A histogram of durations, with the same buckets for all. */
  public static Timer.Builder histogram(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }

  /** All meters in the text format of Prometheus. */
  public String page() {
    return registry.scrape(MEDIA_TYPE);
  }

  /** Stops listening to the garbage collector. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
