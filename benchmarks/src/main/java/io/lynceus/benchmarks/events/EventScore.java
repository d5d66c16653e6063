package io.lynceus.benchmarks.events;

import io.lynceus.benchmarks.events.Truth.Sight;
import io.lynceus.benchmarks.events.Truth.Thing;
import io.lynceus.model.Box;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events of some passes over stills with the truth. An alarm tells of the nearest
 * thing of its label whose middle lies in the alarm's box, or very near to it, at the time of its
 * still. Of several, it is one that no alarm of the pass has told of; when all were told of, the
 * alarm is a repeated one.
 */
final class EventScore {
  /** How far beside the box the middle of its thing may lie: what is read by hand is not exact. */
  private static final double MARGIN = 0.03;

  /** A thing may be found that much before its first sight, and after its last one, seconds. */
  private static final double EARLY = 1;

  /** An end counts as right if the thing was gone by then, or is within this, seconds. */
  private static final double SOON = 5;

  private final Truth truth;
  int stills;
  int expected;
  int alarms;
  int repeated;
  int falseAlarms;
  int missed;
  int ends;
  int falseEnds;
  int missedEnds;

  EventScore(Truth truth) {
    this.truth = truth;
  }

  /**
   * Adds a pass.
   *
   * @param start the time of second 0 of the truth
   * @param seconds of the stills, in that time, rising
   * @param minStills what fewer stills show is not expected to be told
   * @param patience after a thing is gone for so long, the end of its event is expected
   */
  void add(
      List<EventChange> changes,
      Instant start,
      List<Double> seconds,
      int minStills,
      Duration patience) {
    stills += seconds.size();
    Map<String, Thing> things = new HashMap<>();
    Set<Thing> told = new HashSet<>();
    Set<String> over = new HashSet<>();
    for (EventChange change : changes) {
      if (change.event().kind() != EventKind.ARRIVED) {
        continue;
      }
      if (change.type() == EventChange.Type.NEW) {
        alarms++;
        Thing thing = toldBy(change.event().label(), change.event().best(), start, told);
        if (thing == null) {
          falseAlarms++;
        } else {
          repeated += told.add(thing) ? 0 : 1;
          things.put(change.event().id(), thing);
        }
      } else if (change.type() == EventChange.Type.END) {
        over.add(change.event().id());
        end(change.event(), things.get(change.event().id()), start);
      }
    }
    for (Thing thing : truth.things()) {
      long shown = seconds.stream().filter(thing::isThere).count();
      if (shown >= minStills) {
        expected++;
        missed += told.contains(thing) ? 0 : 1;
      }
    }
    double last = seconds.get(seconds.size() - 1);
    things.forEach(
        (id, thing) -> {
          boolean late = thing.leaves() + patience.toMillis() / 1000.0 + SOON <= last;
          missedEnds += late && !over.contains(id) ? 1 : 0;
        });
  }

  private void end(SceneEvent event, @Nullable Thing thing, Instant start) {
    ends++;
    double ended = seconds(start, event.last());
    if (thing != null && thing.leaves() > ended + SOON) {
      falseEnds++;
    }
  }

  private @Nullable Thing toldBy(String label, BestStill still, Instant start, Set<Thing> told) {
    double second = seconds(start, still.at());
    Thing fresh = nearest(label, still, second, thing -> !told.contains(thing));
    return fresh != null ? fresh : nearest(label, still, second, told::contains);
  }

  private @Nullable Thing nearest(
      String label, BestStill still, double second, Predicate<Thing> some) {
    Thing nearest = null;
    double least = Double.POSITIVE_INFINITY;
    for (Thing thing : truth.things()) {
      if (!thing.labels().contains(label)
          || second < thing.arrives() - EARLY
          || second > thing.leaves() + EARLY
          || !some.test(thing)) {
        continue;
      }
      Sight sight = thing.at(second);
      Box box = still.box();
      double across = Math.abs(sight.x() - (box.x() + box.width() / 2.0) / still.width());
      double down = Math.abs(sight.y() - (box.y() + box.height() / 2.0) / still.height());
      boolean near =
          across <= box.width() / 2.0 / still.width() + MARGIN
              && down <= box.height() / 2.0 / still.height() + MARGIN;
      if (near && Math.hypot(across, down) < least) {
        least = Math.hypot(across, down);
        nearest = thing;
      }
    }
    return nearest;
  }

  private static double seconds(Instant start, Instant time) {
    return Duration.between(start, time).toMillis() / 1000.0;
  }

  /** Repeated alarms for each hundred stills. */
  double repeatedPerHundred() {
    return stills == 0 ? 0 : 100.0 * repeated / stills;
  }

  /** False alarms for each thousand stills. */
  double falsePerThousand() {
    return stills == 0 ? 0 : 1000.0 * falseAlarms / stills;
  }
}
