package io.lynceus.master.metrics;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
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
 * Counts the events of dispatch. Meters of the standard analyses are registered at the start, with
 * 0, and none is looked up by name: an image costs some additions.
 */
final class DispatchMetrics implements DispatchEvents {
  private final Map<Status, Counter> images;
  private final Map<RejectionCode, Counter> rejections;
  private final Map<Attempt.Kind, Counter> attempts;
  private final Counter cancelled;
  private final Counter wasted;
  private final Counter confinedOk;
  private final Counter confinedDied;
  private final Counter confinedFailed;
  private final Counter suspectedUnits;
  private final Counter suspectedSlaves;
  private final Counter joined;
  private final Counter left;
  private final Counter lost;
  private final Counters counters;
  private final MeterRegistry registry;
  private final Map<Analysis, UnitMeters> units = new HashMap<>();
  private final Timer whole;
  private final Timer queue;
  private final Counter bytes;
  private final Counter damaged;
  private final Counter flat;

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
    attempts = each(Attempt.Kind.class, counters::attempts);
    cancelled = counters.cancelled();
    wasted = counters.wastedResults();
    confinedOk = counters.confined("ok");
    confinedDied = counters.confined("died");
    confinedFailed = counters.confined("failed");
    suspectedUnits = counters.suspicions("unit");
    suspectedSlaves = counters.suspicions("slave");
    joined = counters.joined();
    left = counters.gone("drained");
    lost = counters.gone("lost");
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
    bytes = counters.plain("lynceus.image.bytes", "Bytes of images with a reply");
    damaged =
        counters.plain(
            "lynceus.images.damaged", "Images with a reply that says that they are damaged");
    flat = counters.plain("lynceus.images.flat", "Images in which nothing can be seen");
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    increment(images, reply.status());
    reply.rejection().ifPresent(rejection -> increment(rejections, rejection.code()));
    reply.image().ifPresent(this::pictureSeen);
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

  private void pictureSeen(ImageInfo image) {
    bytes.increment((double) image.bytes());
    if (image.condition().damaged()) {
      damaged.increment();
    }
    if (image.condition().flat()) {
      flat.increment();
    }
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
  public void imageRefused(RejectionCode why) {
    increment(images, Status.REJECTED);
    increment(rejections, why);
  }

  @Override
  public void taskRefused(TaskRequest request, Rejection why) {
    imageRefused(why.code());
  }

  @Override
  public void taskCancelled(SlaveManager task) {
    cancelled.increment();
  }

  @Override
  public void attemptGiven(Attempt attempt) {
    increment(attempts, attempt.kind());
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    if (!attempt.isWanted()) {
      wasted.increment();
    } else if (attempt.isConfined()) {
      confinedOk.increment();
    }
  }

  @Override
  public void attemptFailed(Attempt attempt, UnitFailed failure) {
    if (attempt.isWanted() && attempt.isConfined()) {
      confinedFailed.increment();
    }
  }

  @Override
  public void childDied(Attempt attempt, ChildDied death) {
    confinedDied.increment();
  }

  @Override
  public void unitSuspected(Attempt running) {
    suspectedUnits.increment();
  }

  @Override
  public void slaveSuspected(ConnectedSlave slave) {
    suspectedSlaves.increment();
  }

  @Override
  public void slaveJoined(ConnectedSlave slave) {
    joined.increment();
  }

  @Override
  public void slaveLeft(ConnectedSlave slave) {
    left.increment();
  }

  @Override
  public void slaveLost(ConnectedSlave slave) {
    lost.increment();
  }

  private static <K extends Enum<K>> void increment(Map<K, Counter> counters, K key) {
    of(counters, key).increment();
  }

  private static <K extends Enum<K>, V> V of(Map<K, V> all, K key) {
    V value = all.get(key);
    if (value == null) {
      throw new IllegalStateException("no meter for " + key);
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
