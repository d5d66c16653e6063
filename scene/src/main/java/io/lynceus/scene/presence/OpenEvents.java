package io.lynceus.scene.presence;

import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.event.EventRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one camera that go on. After each still it works out which have to go on, and so
 * which begin and which are over: a change of the rules needs nothing else. What may not begin,
 * because of the cooldown or, where it is about what comes, the hours, does not begin later either.
 * One thread at a time.
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
      Claims.of(rule, things, time, watch, claims);
    }
    end(claims, changes);
    claims.forEach((key, claim) -> goOn(key, claim, time, watch, changes));
    begun.values().removeIf(at -> isOver(at, time, watch.config().cooldown()));
    return changes;
  }

  private static boolean isOver(Instant begun, Instant now, Duration cooldown) {
    return begun.isAfter(now) || Duration.between(begun, now).compareTo(cooldown) >= 0;
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
      if (!claim.shown()) {
        return;
      }
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
    EventRule of =
        watch.rules().stream()
            .filter(rule -> rule.name().equals(key.rule()))
            .findFirst()
            .orElseThrow();
    boolean inHours = of.mayBegin(hour);
    if (!inHours && key.kind() != EventKind.ARRIVED) {
      return; // what lasts begins when the hours do
    }
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
