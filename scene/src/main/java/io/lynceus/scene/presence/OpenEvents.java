package io.lynceus.scene.presence;

import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one camera that go on. After each still it works out which have to go on, and so
 * which begin and which are over: a change of the rules needs nothing else. What may not begin,
 * because of the hours or the cooldown, does not begin later either. One thread at a time.
 */
final class OpenEvents {
  /** An event is told anew when a still shows it that much better. */
  private static final float BETTER = 0.05f;

  /** What makes two events the same; {@code thing} is -1 where several are counted. */
  record Key(EventKind kind, String rule, String label, String zone, long thing) {
    private Key ofAny() {
      return new Key(kind, rule, label, zone, -1);
    }
  }

  /** What a still says of an event. */
  private record Claim(Instant since, Instant seen, int count, BestStill best) {}

  /** By key; null for what goes on and was not let begin. */
  final Map<Key, @Nullable SceneEvent> open = new LinkedHashMap<>();

  /** When an event of each kind, rule, label and zone began last. */
  final Map<Key, Instant> begun = new LinkedHashMap<>();

  private final Supplier<String> ids;

  /**
   * @param ids makes the id of each event
   */
  OpenEvents(Supplier<String> ids) {
    this.ids = ids;
  }

  /** The changes that a still at that time brings. */
  List<EventChange> follow(List<Known> things, Instant time, Watch watch) {
    List<EventChange> changes = new ArrayList<>();
    Map<Key, Claim> claims = new LinkedHashMap<>();
    for (EventRule rule : watch.rules()) {
      claim(rule, things, watch, claims);
    }
    end(claims, changes);
    claims.forEach((key, claim) -> goOn(key, claim, time, watch, changes));
    begun.values().removeIf(at -> isOver(at, time, watch.config().cooldown()));
    return changes;
  }

  private static boolean isOver(Instant begun, Instant now, Duration cooldown) {
    return begun.isAfter(now) || Duration.between(begun, now).compareTo(cooldown) >= 0;
  }

  private static void claim(
      EventRule rule, List<Known> things, Watch watch, Map<Key, Claim> claims) {
    var labels = rule.foldedLabels();
    List<Known> there =
        things.stream()
            .filter(each -> each.arrived)
            .filter(each -> labels.contains(FoldedText.of(each.label)))
            .toList();
    if (rule.count().isPresent()) {
      count(rule, there, watch, claims);
      return;
    }
    for (Known thing : there) {
      if (rule.zones().isEmpty()) {
        claims.put(key(EventKind.ARRIVED, rule, thing, ""), claim(thing, thing.first));
      }
      for (Map.Entry<String, ZoneConfig> zone : new TreeMap<>(watch.zones()).entrySet()) {
        Instant since = thing.isIn(zone.getValue());
        if (since == null || !(rule.zones().isEmpty() || rule.zones().contains(zone.getKey()))) {
          continue;
        }
        if (!rule.zones().isEmpty()) {
          claims.put(key(EventKind.ARRIVED, rule, thing, zone.getKey()), claim(thing, since));
        }
        Duration loiter = zone.getValue().loiter();
        if (!loiter.isZero() && Duration.between(since, thing.seen).compareTo(loiter) >= 0) {
          claims.put(key(EventKind.LOITERING, rule, thing, zone.getKey()), claim(thing, since));
        }
      }
    }
  }

  private static Key key(EventKind kind, EventRule rule, Known thing, String zone) {
    return new Key(kind, rule.name(), thing.label, zone, thing.number);
  }

  private static Claim claim(Known thing, Instant since) {
    return new Claim(since, thing.seen, 1, thing.best);
  }

  private static void count(
      EventRule rule, List<Known> there, Watch watch, Map<Key, Claim> claims) {
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
            if (some.size() >= rule.count().getAsInt()) {
              claims.put(new Key(EventKind.COUNT, rule.name(), label, zone, -1), claim(some));
            }
          });
    }
  }

  private static Claim claim(List<Known> some) {
    Instant seen =
        some.stream().map(each -> each.seen).max(Comparator.naturalOrder()).orElseThrow();
    Known best =
        some.stream()
            .filter(each -> each.seen.equals(seen))
            .max(Comparator.comparing(each -> each.best.score()))
            .orElseThrow();
    return new Claim(seen, seen, some.size(), best.best);
  }

  private void end(Map<Key, Claim> claims, List<EventChange> changes) {
    List<Key> over = open.keySet().stream().filter(key -> !claims.containsKey(key)).toList();
    for (Key key : over) {
      SceneEvent event = open.remove(key);
      if (event != null) {
        changes.add(new EventChange(EventChange.Type.END, event.over()));
      }
    }
  }

  private void goOn(Key key, Claim claim, Instant time, Watch watch, List<EventChange> changes) {
    if (!open.containsKey(key)) {
      begin(key, claim, time, watch, changes);
      return;
    }
    SceneEvent before = open.get(key);
    if (before == null) {
      return;
    }
    int count = Math.max(before.count(), claim.count());
    boolean better =
        count > before.count()
            || (before.count() == 1 && claim.best().score() >= before.best().score() + BETTER);
    SceneEvent now = before.seen(claim.seen(), count, better ? claim.best() : before.best());
    open.put(key, now);
    if (better) {
      changes.add(new EventChange(EventChange.Type.UPDATE, now));
    }
  }

  private void begin(Key key, Claim claim, Instant time, Watch watch, List<EventChange> changes) {
    LocalTime hour = time.atZone(watch.clock()).toLocalTime();
    boolean inHours =
        watch.rules().stream()
            .filter(rule -> rule.name().equals(key.rule()))
            .allMatch(rule -> rule.mayBegin(hour));
    Instant before = begun.get(key.ofAny());
    if (!inHours || (before != null && !isOver(before, time, watch.config().cooldown()))) {
      open.put(key, null);
      return;
    }
    begun.put(key.ofAny(), time);
    SceneEvent event =
        new SceneEvent(
            ids.get(),
            key.kind(),
            key.rule(),
            watch.camera(),
            key.label(),
            Optional.of(key.zone()).filter(zone -> !zone.isEmpty()),
            claim.since().isAfter(claim.seen()) ? claim.seen() : claim.since(),
            claim.seen(),
            Optional.empty(),
            claim.count(),
            watch.config().isQuiet(hour),
            claim.best());
    open.put(key, event);
    changes.add(new EventChange(EventChange.Type.NEW, event));
  }
}
