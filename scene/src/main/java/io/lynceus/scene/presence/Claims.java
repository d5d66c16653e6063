package io.lynceus.scene.presence;

import io.lynceus.model.event.EventKind;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which events one rule wants to go on after a still. One thread at a time.
 *
 * @param there the things that the rule is about
 * @param time of the still
 * @param into takes them, by key
 */
record Claims(
    EventRule rule, List<Known> there, Instant time, Watch watch, Map<OpenEvents.Key, Claim> into) {

  /** Adds those of a rule. */
  static void of(
      EventRule rule,
      List<Known> things,
      Instant time,
      Watch watch,
      Map<OpenEvents.Key, Claim> into) {
    var labels = rule.foldedLabels();
    List<Known> there =
        things.stream()
            .filter(each -> each.arrived)
            .filter(each -> labels.contains(FoldedText.of(each.label)))
            .toList();
    Claims claims = new Claims(rule, there, time, watch, into);
    if (rule.count().isPresent()) {
      claims.count(rule.count().getAsInt());
    } else {
      there.forEach(claims::add);
    }
  }

  private void add(Known thing) {
    if (rule.zones().isEmpty()) {
      add(thing, thing.first, "");
    }
    for (Map.Entry<String, ZoneConfig> zone : new TreeMap<>(watch.zones()).entrySet()) {
      Instant since = thing.isIn(zone.getValue());
      if (since == null || !(rule.zones().isEmpty() || rule.zones().contains(zone.getKey()))) {
        continue;
      }
      if (!rule.zones().isEmpty()) {
        add(thing, since, zone.getKey());
      }
      Duration loiter = zone.getValue().loiter();
      if (rule.situation().isEmpty() && !loiter.isZero()) {
        loiter(thing, since, zone.getKey(), loiter);
      }
    }
  }

  private void add(Known thing, Instant since, String zone) {
    @Nullable Situation situation = rule.situation().orElse(null);
    if (situation == null) {
      put(EventKind.ARRIVED, thing, zone, new Claim(since, thing.seen, 1, thing.best, true));
    } else if (situation instanceof Situation.OutOfHours hours) {
      if (hours.holds(thing.seen.atZone(watch.clock()).toLocalTime())) {
        put(EventKind.PRESENT, thing, zone, lasting(thing, zone, thing.seen, true));
      }
    } else if (situation instanceof Situation.Stay stay) {
      loiter(thing, since, zone, stay.time());
    } else if (situation instanceof Situation.Unattended unattended) {
      if (thing.alone != null && thing.aloneSeen != null) {
        boolean longEnough =
            thing.aloneSeen.equals(time) && isAtLeast(thing.alone, time, unattended.time());
        put(EventKind.UNATTENDED, thing, zone, lasting(thing, zone, thing.alone, longEnough));
      }
    }
  }

  private void loiter(Known thing, Instant since, String zone, Duration atLeast) {
    boolean longEnough = isAtLeast(since, thing.seen, atLeast);
    put(EventKind.LOITERING, thing, zone, lasting(thing, zone, since, longEnough));
  }

  private static boolean isAtLeast(Instant since, Instant until, Duration time) {
    return Duration.between(since, until).compareTo(time) >= 0;
  }

  /** What lasts begins with a still that shows the thing there. */
  private Claim lasting(Known thing, String zone, Instant since, boolean longEnough) {
    boolean shown = longEnough && thing.isShown(time, zone);
    return new Claim(since, thing.seen, 1, thing.best, shown);
  }

  private void put(EventKind kind, Known thing, String zone, Claim claim) {
    into.put(new OpenEvents.Key(kind, rule.name(), thing.label, zone, thing.number), claim);
  }

  private void count(int least) {
    List<String> zones =
        rule.zones().isEmpty() ? List.of("") : rule.zones().stream().sorted().toList();
    for (String zone : zones) {
      Map<String, List<Known>> byLabel = new TreeMap<>();
      for (Known thing : there) {
        if (zone.isEmpty() || thing.isIn(watch.zones().get(zone)) != null) {
          byLabel.computeIfAbsent(thing.label, label -> new ArrayList<>()).add(thing);
        }
      }
      byLabel.forEach(
          (label, some) -> {
            if (some.size() >= least) {
              into.put(
                  new OpenEvents.Key(EventKind.COUNT, rule.name(), label, zone, -1),
                  many(some, zone, least));
            }
          });
    }
  }

  /**
   * Many at once: one still shows them all. Then they go on while they are not known to be gone.
   */
  private Claim many(List<Known> some, String zone, int least) {
    Instant seen =
        some.stream().map(each -> each.seen).max(Comparator.naturalOrder()).orElseThrow();
    Known best =
        some.stream()
            .filter(each -> each.seen.equals(seen))
            .max(Comparator.comparing(each -> each.best.score()))
            .orElseThrow();
    int shown = (int) some.stream().filter(each -> each.isShown(time, zone)).count();
    return new Claim(seen, seen, shown, best.best, shown >= least);
  }
}
