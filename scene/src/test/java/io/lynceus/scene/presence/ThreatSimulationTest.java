package io.lynceus.scene.presence;

import static io.lynceus.scene.presence.ThreatScene.DOOR;
import static io.lynceus.scene.presence.ThreatScene.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.Situation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Hours before a door, by chance: persons and bags come and go, stills are missing or not known,
 * clients ask for some labels only. Of each alarm it is looked up in the stills themselves whether
 * they show it: what nobody knows is no alarm.
 */
class ThreatSimulationTest {
  private static final int SEEDS = 40;
  private static final int STILLS = 200;
  private static final int CROWD = 4;
  private static final Duration TIME = Duration.ofMinutes(2);

  /** The longest time in which nobody needs to know anything. */
  private static final Duration HOLE = TIME.dividedBy(2);

  private static final DailyHours OPEN = DailyHours.of("08:00-12:30");
  private static final List<EventRule> RULES =
      List.of(
          rule(Set.of("person"), new Situation.OutOfHours(List.of(OPEN)), List.of()),
          rule(Set.of("person"), new Situation.Stay(TIME), List.of()),
          rule(EventRule.BAGS, new Situation.Unattended(TIME), List.of()),
          new EventRule(
              "crowd",
              Set.of(),
              Set.of(DOOR),
              Set.of("person"),
              OptionalInt.of(CROWD),
              List.of(),
              Optional.empty()));

  private record Seen(Instant time, boolean judged, boolean persons, List<Still.Found> found) {
    boolean shows(String label) {
      return found.stream().anyMatch(one -> one.label().equals(label));
    }

    long in(String zone, String label) {
      return found.stream()
          .filter(one -> one.counts() && one.label().equals(label) && one.zones().contains(zone))
          .count();
    }
  }

  /** One seed: what the stills show, and what was told with which. */
  private static final class Afternoon {
    final List<Seen> seen = new ArrayList<>();
    final Script script = ThreatScene.with(RULES.toArray(new EventRule[0]));
    final Random random;
    private final boolean[] there = new boolean[9];

    Afternoon(long seed) {
      random = new Random(seed);
    }

    List<EventChange> next() {
      for (int i = 0; i < there.length; i++) {
        there[i] ^= random.nextInt(there[i] ? 25 : 30) == 0;
      }
      script.time = script.time.plusSeconds(5 + random.nextInt(20));
      if (random.nextInt(60) == 0) {
        script.time = script.time.plusSeconds(random.nextInt(1200)); // no still came
      }
      boolean judged = random.nextInt(12) > 0;
      script.asked =
          random.nextInt(15) > 0
              ? Set.of()
              : random.nextBoolean() ? Set.of("person") : Set.of("suitcase");
      List<Still.Found> found = judged ? found() : List.of();
      script.next(script.time, script.time, judged, found.toArray(new Still.Found[0]));
      seen.add(
          new Seen(script.time, judged, judged && !script.asked.equals(Set.of("suitcase")), found));
      return script.last.changes();
    }

    /** Six places for persons, of which five are in the door; three for bags, one near to them. */
    private List<Still.Found> found() {
      List<Still.Found> found = new ArrayList<>();
      for (int i = 0; i < there.length; i++) {
        boolean person = i < 6;
        if (!there[i]
            || random.nextInt(10) == 0 // the network misses it
            || !(script.asked.isEmpty() || script.asked.contains(person ? "person" : "suitcase"))) {
          continue;
        }
        found.add(
            person
                ? Script.found("person", 0.8, 60 * i, 100, 40, 100, i < 5 ? zones(DOOR) : zones())
                : Script.found("suitcase", 0.7, 30 + 300 * (i - 6), 230, 40, 50, DOOR));
      }
      return found;
    }

    private static String[] zones(String... names) {
      return names;
    }
  }

  @Test
  void eachAlarmIsShownByTheStillsAndNoneFollowsFromWhatIsNotKnown() {
    Map<EventKind, Integer> told = new EnumMap<>(EventKind.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      Afternoon afternoon = new Afternoon(seed);
      for (int i = 0; i < STILLS; i++) {
        for (EventChange change : afternoon.next()) {
          if (change.type() == EventChange.Type.NEW) {
            check(change.event(), afternoon.seen, "seed " + seed + ", still " + i);
            told.merge(change.event().kind(), 1, Integer::sum);
          }
        }
      }
    }
    assertThat(told.keySet())
        .containsExactlyInAnyOrder(
            EventKind.PRESENT, EventKind.LOITERING, EventKind.UNATTENDED, EventKind.COUNT);
    assertThat(told.values()).allMatch(number -> number > SEEDS / 4);
  }

  private static void check(SceneEvent event, List<Seen> seen, String where) {
    Seen last = seen.get(seen.size() - 1);
    assertThat(last.judged()).as(where).isTrue();
    assertThat(last.in(DOOR, event.label())).as(where).isPositive();
    switch (event.kind()) {
      case PRESENT -> assertThat(OPEN.contains(timeOf(last))).as(where).isFalse();
      case COUNT -> assertThat(last.in(DOOR, "person")).as(where).isGreaterThanOrEqualTo(CROWD);
      case LOITERING -> lasts(event, seen, each -> each.shows("person"), where);
      case UNATTENDED -> {
        lasts(event, seen, each -> each.persons() && each.in(DOOR, "suitcase") > 0, where);
        Box bag = bagOf(event);
        for (Seen each : seen) {
          if (!each.time().isBefore(event.started())) {
            assertThat(each.found())
                .as(where)
                .noneMatch(one -> one.label().equals("person") && isNear(one.box(), bag));
          }
        }
      }
      default -> throw new AssertionError(where + ": " + event);
    }
  }

  private static Box bagOf(SceneEvent event) {
    return event.best().box(); // bags stay where they are
  }

  private static boolean isNear(Box person, Box bag) {
    double across =
        Math.max(person.x(), bag.x())
            - Math.min(person.x() + person.width(), bag.x() + bag.width());
    double down =
        Math.max(person.y(), bag.y())
            - Math.min(person.y() + person.height(), bag.y() + bag.height());
    return Math.hypot(Math.max(0, across), Math.max(0, down)) < person.height();
  }

  private static LocalTime timeOf(Seen still) {
    return still.time().atZone(ZoneOffset.UTC).toLocalTime();
  }

  /** From the event's start to its still, never so long without one that shows it. */
  private static void lasts(
      SceneEvent event, List<Seen> seen, Predicate<Seen> shows, String where) {
    Instant before = event.started();
    for (Seen each : seen) {
      if (each.judged() && shows.test(each) && !each.time().isBefore(before)) {
        assertThat(Duration.between(before, each.time())).as(where).isLessThanOrEqualTo(HOLE);
        before = each.time();
      }
    }
    assertThat(before).as(where).isEqualTo(event.last());
    assertThat(Duration.between(event.started(), before)).as(where).isGreaterThanOrEqualTo(TIME);
  }
}
