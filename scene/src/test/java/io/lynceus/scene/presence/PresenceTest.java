package io.lynceus.scene.presence;

import static io.lynceus.scene.presence.Script.NOON;
import static io.lynceus.scene.presence.Script.YARD;
import static io.lynceus.scene.presence.Script.car;
import static io.lynceus.scene.presence.Script.dropped;
import static io.lynceus.scene.presence.Script.found;
import static io.lynceus.scene.presence.Script.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.presence.Judgement.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final EventsConfig USUAL = EventsConfig.USUAL;
  private static final String CAME = "new arrived person";
  private static final String WENT = "end arrived person";

  private final Script script = new Script(CameraSet.NONE);

  private static EventRule rule(Set<String> zones, OptionalInt count, List<DailyHours> hours) {
    return new EventRule("own", Set.of(), zones, Set.of("person"), count, hours, Optional.empty());
  }

  private static EventsConfig config(
      Duration cooldown, List<DailyHours> quiet, EventRule... rules) {
    return new EventsConfig(
        true,
        USUAL.minStills(),
        USUAL.absentStills(),
        USUAL.absentTime(),
        cooldown,
        quiet,
        List.of(rules));
  }

  private static Script with(EventsConfig events) {
    return new Script(CameraSet.NONE.withEvents(events));
  }

  /** A camera with the zone {@code door}. */
  private static Script withDoor(int minStills, Duration loiter, EventRule... rules) {
    ZoneConfig door =
        new ZoneConfig(
            "door",
            "Door",
            new Polygon(List.of(new Vertex(0, 0), new Vertex(1, 0), new Vertex(1, 1))),
            Anchor.FOOT,
            0.3,
            Set.of(),
            minStills,
            loiter);
    CameraConfig yard =
        new CameraConfig(
            "yard",
            "Yard",
            Optional.empty(),
            Optional.empty(),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of(door));
    return new Script(
        CameraSet.of(List.of(yard), false).withEvents(config(USUAL.cooldown(), List.of(), rules)));
  }

  @Test
  void whatComesIsToldOnceAndEndsWhenItWasSeenLast() {
    script.shows().shows(person(100, 100));
    assertThat(script.told()).isEmpty();
    script.shows(4, person(100, 100));
    assertThat(script.told()).containsExactly(CAME);
    assertThat(script.presence.there(YARD)).containsEntry("person", 1);
    script.shows(20);
    assertThat(script.told()).containsExactly(CAME, WENT);
    SceneEvent event = script.changes.get(script.changes.size() - 1).event();
    assertThat(event.started()).isEqualTo(NOON.plusSeconds(20));
    assertThat(event.ended()).contains(NOON.plusSeconds(60));
    assertThat(event.camera()).isEqualTo(YARD);
    assertThat(event.rule()).isEqualTo("usual");
    assertThat(script.presence.there(YARD)).isEmpty();
  }

  @Test
  void aParkedCarIsToldOnceHoweverItsBoxTrembles() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      script.shows(car(300 + random.nextInt(9), 200 + random.nextInt(9)));
    }
    assertThat(script.told()).containsExactly("new arrived car");
  }

  @Test
  void aVanThatIsACarInOneStillAndATruckInTheNextIsOneEvent() {
    Script van = with(config(Duration.ZERO, List.of()));
    for (int i = 0; i < 100; i++) {
      van.shows(found("car", 0.5, 300, 200, 160, 90))
          .shows(2, found("truck", 0.4, 303, 198, 160, 90));
    }
    van.shows(30);
    assertThat(van.told()).containsExactly("new arrived car", "end arrived car");
    Script both = with(config(Duration.ZERO, List.of()));
    both.shows(50, found("truck", 0.6, 300, 200, 160, 90), found("car", 0.4, 303, 198, 160, 90));
    assertThat(both.told()).containsExactly("new arrived truck");
  }

  @Test
  void whatItIsCalledIsWhatTheSurestStillSaysUntilItHasArrived() {
    script
        .shows(found("truck", 0.4, 300, 200, 160, 90))
        .shows(found("car", 0.5, 300, 200, 160, 90))
        .shows(20, found("truck", 0.9, 300, 200, 160, 90));
    assertThat(script.told()).containsExactly("new arrived car");
    assertThat(script.presence.there(YARD)).containsOnly(Map.entry("car", 1));
  }

  @Test
  void thingsOfOneFamilySideBySideAreTwo() {
    Script two = with(config(Duration.ZERO, List.of()));
    for (int i = 0; i < 30; i++) {
      two.shows(car(100, 200), found("bus", 0.7, 290, 190, 170, 100));
    }
    assertThat(two.told()).containsExactly("new arrived car", "new arrived bus");
    Script others = with(config(Duration.ZERO, List.of()));
    others.shows(30, car(100, 200), found("person", 0.7, 100, 200, 160, 90));
    assertThat(others.told()).containsExactly("new arrived car", "new arrived person");
  }

  @Test
  void aDetectorThatFlickersMakesNoSecondEvent() {
    script.shows(2, car(300, 200));
    for (int i = 0; i < 500; i++) {
      script.shows(2).shows(car(300, 200)); // two of three stills miss it
    }
    assertThat(script.told()).containsExactly("new arrived car");
  }

  @Test
  void aThingThatOneStillAloneShowsIsNone() {
    for (int i = 0; i < 500; i++) {
      script.shows(person(10 * (i % 60), 100)).shows();
    }
    assertThat(script.told()).isEmpty();
  }

  @Test
  void whatIsGoneForManyStillsIsThereForTheTimeItTakes() {
    script.every = Duration.ofSeconds(1);
    script.shows(3, person(100, 100)).shows(59);
    assertThat(script.told()).containsExactly(CAME);
    script.shows(1);
    assertThat(script.told()).containsExactly(CAME, WENT);
  }

  @Test
  void whatIsGoneForLongIsThereUntilEnoughStillsDoNotShowIt() {
    script.every = Duration.ofMinutes(10);
    script.shows(3, person(100, 100)).shows(2);
    assertThat(script.told()).containsExactly(CAME);
    script.shows(1);
    assertThat(script.told()).containsExactly(CAME, WENT);
  }

  @Test
  void aStillThatCouldNotBeJudgedCountsForNothing() {
    script.shows(person(100, 100)).unknown(50);
    assertThat(script.last.verdict()).isEqualTo(Verdict.UNKNOWN);
    script.shows(person(100, 100));
    assertThat(script.told()).containsExactly(CAME);
    script.shows(2).unknown(50).shows(person(100, 100)).shows(2).unknown(50);
    assertThat(script.told()).containsExactly(CAME);
  }

  @Test
  void whatClientsDidNotAskForIsNotMissed() {
    script.shows(3, person(100, 100));
    script.asked = Set.of("car");
    script.shows(50);
    assertThat(script.told()).containsExactly(CAME);
    script.asked = Set.of("car", "person");
    script.shows(50);
    assertThat(script.told()).containsExactly(CAME, WENT);
  }

  @Test
  void whatAnotherBoxHidesIsNotMissed() {
    Still.Found bus = found("bus", 0.9, 80, 90, 400, 200);
    script.shows(3, car(200, 150));
    script.shows(20, bus);
    assertThat(script.told()).doesNotContain("end arrived car");
    script.shows(20).shows(3, car(200, 150));
    assertThat(script.told()).contains("end arrived car");
    script.shows(30, dropped(found("kite", 0.5, 200, 150, 90, 90)));
    assertThat(script.told().stream().filter("end arrived car"::equals)).hasSize(1);
  }

  @Test
  void aWalkerIsOneEventAndSoIsEachOfTwoThatCross() {
    script.every = Duration.ofSeconds(1);
    for (int i = 0; i < 18; i++) {
      script.shows(person(40 * i, 100), person(700 - 40 * i, 330));
    }
    script.shows(70);
    assertThat(script.told().stream().filter(CAME::equals)).hasSize(1); // the other: cooldown
    assertThat(script.told().stream().filter(WENT::equals)).hasSize(1);
    Script each = with(config(Duration.ZERO, List.of()));
    each.every = Duration.ofSeconds(1);
    for (int i = 0; i < 18; i++) {
      each.shows(person(40 * i, 100), person(700 - 40 * i, 140));
    }
    each.shows(70);
    assertThat(each.told()).containsExactly(CAME, CAME, WENT, WENT);
  }

  @Test
  void whatIsMaskedOrFilteredIsNotThere() {
    script.shows(50, dropped(person(100, 100)));
    assertThat(script.told()).isEmpty();
    assertThat(script.presence.there(YARD)).isEmpty();
  }

  @Test
  void labelsThatNoRuleNamesAreNotRemembered() {
    script.shows(50, found("chair", 0.9, 10, 10, 50, 50));
    assertThat(script.told()).isEmpty();
    assertThat(script.presence.there(YARD)).isEmpty();
  }

  @Test
  void lateAndDoubledStillsCountForNothing() {
    script.shows(person(100, 100));
    Instant taken = script.time;
    script.at(taken, person(100, 100)); // the same still once more
    assertThat(script.last.verdict()).isEqualTo(Verdict.LATE);
    script.at(taken.minusSeconds(5), person(100, 100));
    assertThat(script.last.verdict()).isEqualTo(Verdict.LATE);
    assertThat(script.told()).isEmpty();
    script.shows(person(100, 100));
    assertThat(script.told()).containsExactly(CAME);
  }

  @Test
  void aClockThatWasSetBackCountsAfterTenStills() {
    script.shows(3, car(100, 100));
    script.time = script.time.minusSeconds(3600);
    script.shows(9, car(100, 100));
    assertThat(script.last.verdict()).isEqualTo(Verdict.LATE);
    script.shows(1, car(100, 100));
    assertThat(script.last.verdict()).isEqualTo(Verdict.JUDGED);
    script.shows(20, car(100, 100)).shows(30);
    assertThat(script.told()).containsExactly("new arrived car", "end arrived car");
    assertThat(script.changes)
        .allSatisfy(
            change -> assertThat(change.event().last()).isAfterOrEqualTo(change.event().started()));
  }

  @Test
  void aTimeInTheFutureIsTheTimeAtWhichTheStillCame() {
    Instant wrong = NOON.plusSeconds(1_000_000_000);
    script.next(wrong, NOON, true, person(100, 100));
    script.next(wrong, NOON.plusSeconds(10), true, person(100, 100));
    script.next(NOON.plusSeconds(20), NOON.plusSeconds(20), true, person(100, 100));
    assertThat(script.last.verdict()).isEqualTo(Verdict.JUDGED);
    assertThat(script.told()).containsExactly(CAME);
    assertThat(script.changes.get(0).event().started()).isEqualTo(NOON);
  }

  @Test
  void aNightInWhichNothingIsSeenEndsAnEventOnceAndTheMorningBeginsOne() {
    script.every = Duration.ofSeconds(30);
    script.shows(10, car(300, 200)).shows(960).shows(10, car(300, 200));
    assertThat(script.told())
        .containsExactly("new arrived car", "end arrived car", "new arrived car");
  }

  @Test
  void afterARestartItIsStillThere() throws Exception {
    script.shows(5, car(300, 200)).restart().shows(5, car(300, 200)).restart().shows(20);
    assertThat(script.told()).containsExactly("new arrived car", "end arrived car");
    assertThat(script.changes.get(0).event().id())
        .isEqualTo(script.changes.get(script.changes.size() - 1).event().id());
  }

  @Test
  void aCandidateSurvivesARestartToo() throws Exception {
    script.shows(1, person(300, 200)).restart().shows(1, person(300, 200));
    assertThat(script.told()).containsExactly(CAME);
  }

  @Test
  void damagedSnapshotsAreRefused() {
    byte[] kept = script.shows(3, car(1, 1)).presence.snapshot(YARD).orElseThrow();
    for (int length = 0; length < kept.length; length++) {
      byte[] cut = Arrays.copyOf(kept, length);
      assertThatThrownBy(() -> script.presence.restore(YARD, cut)).isInstanceOf(IOException.class);
    }
    byte[] later = kept.clone();
    later[0] = 4;
    assertThatThrownBy(() -> script.presence.restore(YARD, later))
        .hasMessageContaining("another version");
  }

  @Test
  void aGapOfAWeekEndsWhatWasThere() {
    script.shows(3, car(300, 200));
    script.time = script.time.plus(Duration.ofDays(8));
    script.shows(3, car(300, 200));
    assertThat(script.told())
        .containsExactly("new arrived car", "end arrived car", "new arrived car");
  }

  @Test
  void aRuleWithAZoneWaitsUntilTheThingIsInIt() {
    Script zone = withDoor(3, Duration.ZERO, rule(Set.of("door"), OptionalInt.empty(), List.of()));
    zone.shows(5, person(100, 100)).shows(2, person(110, 100, "door"));
    assertThat(zone.told()).isEmpty();
    zone.shows(1, person(110, 100, "door"));
    assertThat(zone.told()).containsExactly(CAME + " in door");
    assertThat(zone.changes.get(0).event().started()).isEqualTo(NOON.plusSeconds(60));
    zone.shows(1, person(110, 100)).shows(1, person(110, 100, "door"));
    assertThat(zone.told()).containsExactly(CAME + " in door");
    zone.shows(3, person(110, 100));
    assertThat(zone.told()).containsExactly(CAME + " in door", WENT + " in door");
  }

  @Test
  void whoStaysInAZoneForLongLoiters() {
    Script zone = withDoor(2, Duration.ofMinutes(1));
    zone.shows(6, person(100, 100, "door"));
    assertThat(zone.told()).containsExactly(CAME);
    zone.shows(1, person(100, 100, "door"));
    assertThat(zone.told()).containsExactly(CAME, "new loitering person in door");
    zone.shows(20);
    assertThat(zone.told())
        .containsExactlyInAnyOrder(
            CAME, "new loitering person in door", WENT, "end loitering person in door");
  }

  @Test
  void aRuleWithACountTellsWhenSoManyAreThere() {
    Script crowd =
        with(config(Duration.ZERO, List.of(), rule(Set.of(), OptionalInt.of(3), List.of())));
    crowd.shows(5, person(0, 0), person(200, 0));
    assertThat(crowd.told()).isEmpty();
    crowd.shows(2, person(0, 0), person(200, 0), person(400, 0), person(600, 0));
    assertThat(crowd.told()).containsExactly("new count person");
    assertThat(crowd.changes.get(0).event().count()).isEqualTo(4);
    crowd.shows(20, person(0, 0), person(200, 0));
    assertThat(crowd.told()).containsExactly("new count person", "end count person");
  }

  @Test
  void withinTheCooldownOfARuleNoSecondEventBegins() {
    script.shows(2, person(0, 0)).shows(2, person(0, 0), person(300, 0));
    assertThat(script.told()).containsExactly(CAME);
    script.shows(10, person(0, 0), person(300, 0));
    assertThat(script.told()).containsExactly(CAME); // it came within the cooldown
    script.shows(2, person(0, 0), person(300, 0), person(600, 0));
    assertThat(script.told()).containsExactly(CAME, CAME);
  }

  @Test
  void outsideOfItsHoursARuleBeginsNothing() {
    Script night =
        with(
            config(
                Duration.ZERO,
                List.of(),
                rule(Set.of(), OptionalInt.empty(), List.of(DailyHours.of("12:01-06:00")))));
    night.shows(10, person(0, 0));
    assertThat(night.told()).isEmpty(); // it came before
    night.shows(10, person(600, 0));
    assertThat(night.told()).containsExactly(CAME);
  }

  @Test
  void whatBeginsInQuietHoursSaysSo() {
    Script night = with(config(Duration.ZERO, List.of(DailyHours.of("11:00-12:00"))));
    night.shows(3, person(0, 0));
    assertThat(night.changes.get(0).event().quiet()).isFalse();
    Script quiet = with(config(Duration.ZERO, List.of(DailyHours.of("22:00-13:00"))));
    quiet.shows(3, person(0, 0));
    assertThat(quiet.changes.get(0).event().quiet()).isTrue();
  }

  @Test
  void theBestStillIsTheOneWithTheHighestScore() {
    script
        .shows(found("person", 0.6, 100, 100, 40, 100))
        .shows(found("person", 0.5, 100, 100, 40, 100))
        .shows(found("person", 0.9, 104, 100, 40, 100))
        .shows(found("person", 0.7, 100, 100, 40, 100));
    List<EventChange> all = script.changes;
    assertThat(all)
        .extracting(EventChange::type)
        .containsExactly(EventChange.Type.NEW, EventChange.Type.UPDATE);
    assertThat(all.get(0).event().best().image()).isEqualTo("r1");
    assertThat(all.get(1).event().best().image()).isEqualTo("r3");
    assertThat(all.get(1).event().best().box().x()).isEqualTo(104);
  }

  @Test
  void aPictureIsWorthKeepingWhenItShowsSomethingNewOrBetter() {
    List<Boolean> kept = new ArrayList<>();
    for (double score : new double[] {0.5, 0.6, 0.55, 0.55, 0.7, 0.7}) {
      script.shows(found("car", score, 100, 100, 160, 90));
      kept.add(script.last.shows());
    }
    assertThat(kept).containsExactly(true, true, false, false, true, false);
  }

  @Test
  void nothingGrowsWithoutBound() {
    List<Still.Found> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(found("person", 0.5, 40 * (i % 40), 40 * (i / 40.0), 4, 4));
    }
    script.shows(5, many.toArray(new Still.Found[0]));
    assertThat(script.presence.there(YARD)).containsEntry("person", CameraPresence.MOST_THINGS);
    for (int i = 0; i <= Presence.MOST_CAMERAS; i++) {
      script.presence.judge(
          new Camera("c" + i),
          new Still("r", "", NOON, NOON, true, Set.of(), List.of(person(1, 1)), 8, 6));
    }
    assertThat(script.presence.snapshot(YARD)).isEmpty();
    assertThat(script.presence.snapshot(new Camera("c1"))).isPresent();
  }

  @Test
  void whatIsForgottenComesAnew() {
    script.shows(5, car(300, 200));
    script.presence.forget(YARD);
    script.shows(5, car(300, 200));
    assertThat(script.told()).containsExactly("new arrived car", "new arrived car");
  }

  @Test
  void aChangeOfTheRulesEndsWhatTheyNoLongerTell() {
    script.shows(5, car(300, 200));
    script.presence.settings(
        CameraSet.NONE.withEvents(
            config(Duration.ZERO, List.of(), rule(Set.of(), OptionalInt.empty(), List.of()))));
    script.shows(1, car(300, 200));
    assertThat(script.told()).containsExactly("new arrived car", "end arrived car");
  }
}
