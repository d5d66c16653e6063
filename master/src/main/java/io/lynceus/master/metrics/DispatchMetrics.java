package io.lynceus.master.metrics;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.master.dispatch.DispatchObserver;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts what dispatch does. Every meter is there from the beginning, with 0, and found without a
 * look-up by name: an image costs some additions.
 */
final class DispatchMetrics implements DispatchObserver {
  private final Map<Status, Counter> images;
  private final Map<RejectionCode, Counter> rejections;
  private final Map<Event, Counter> events;
  private final Counters counters;
  private final MeterRegistry registry;
  private final Map<Analysis, UnitMeters> units = new HashMap<>();
  private final Timer whole;
  private final Timer queue;
  private final Counter bytes;

  DispatchMetrics(MeterRegistry registry) {
    Counters counters = new Counters(registry);
    images =
        each(
            Status.class,
            status -> counters.with("lynceus.images", Counters.IMAGES, "status", key(status)));
    rejections =
        each(
            RejectionCode.class,
            code ->
                counters.with(
                    "lynceus.rejections", "Images that were refused", "code", code.name()));
    events = each(Event.class, counters::of);
    this.counters = counters;
    this.registry = registry;
    Analysis.STANDARD.forEach(this::units); // found before the first image
    whole =
        ProcessMetrics.histogram("lynceus.image", "From an image's last byte to its reply")
            .register(registry);
    queue =
        ProcessMetrics.histogram(
                "lynceus.queue", "From an image's last byte to its first unit's slave")
            .register(registry);
    bytes = counters.plain("lynceus.image.bytes", "Bytes of the images that were answered");
  }

  @Override
  public void replied(Reply reply) {
    increment(images, reply.status());
    reply.rejection().ifPresent(rejection -> increment(rejections, rejection.code()));
    reply.image().ifPresent(image -> bytes.increment((double) image.bytes()));
    reply.analyses().forEach(this::unitEnded);
    reply
        .timing()
        .ifPresent(
            timing -> {
              whole.record(timing.total());
              queue.record(timing.queue());
              timing
                  .units()
                  .forEach(
                      (analysis, run) -> {
                        if (!run.time().isZero()) {
                          units(analysis).times().record(run.time());
                        }
                      });
            });
  }

  /** The meters of one analysis. */
  private record UnitMeters(Map<Outcome, Counter> outcomes, Timer times) {}

  /** The dispatch thread meets an analysis of a plug-in for the first time. */
  private UnitMeters units(Analysis analysis) {
    return units.computeIfAbsent(
        analysis,
        added ->
            new UnitMeters(
                each(Outcome.class, outcome -> counters.ofUnits(added.key(), key(outcome))),
                ProcessMetrics.histogram(
                        "lynceus.unit", "Time of a work unit on its slave, if it has a result")
                    .tag("analysis", added.key())
                    .register(registry)));
  }

  private void unitEnded(Analysis analysis, UnitReply unit) {
    increment(units(analysis).outcomes(), unit.outcome());
  }

  @Override
  public void refused(RejectionCode code) {
    increment(images, Status.REJECTED);
    increment(rejections, code);
  }

  @Override
  public void happened(Event event) {
    increment(events, event);
  }

  private static <K extends Enum<K>> void increment(Map<K, Counter> counters, K key) {
    of(counters, key).increment();
  }

  private static <K extends Enum<K>, V> V of(Map<K, V> all, K key) {
    V value = all.get(key);
    if (value == null) {
      throw new IllegalStateException("there is a meter for each, also for " + key);
    }
    return value;
  }

  private static <K extends Enum<K>, V> Map<K, V> each(Class<K> type, Function<K, V> maker) {
    return Arrays.stream(type.getEnumConstants())
        .collect(
            Collectors.toMap(k -> k, maker, (first, same) -> first, () -> new EnumMap<>(type)));
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
