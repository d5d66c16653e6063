package io.lynceus.scene.presence;

import static io.lynceus.scene.presence.Script.YARD;
import static io.lynceus.scene.presence.Script.dropped;
import static io.lynceus.scene.presence.Script.found;
import static io.lynceus.scene.presence.Script.person;
import static io.lynceus.scene.presence.ThreatScene.DOOR;
import static io.lynceus.scene.presence.ThreatScene.rule;
import static io.lynceus.scene.presence.ThreatScene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of docs/threats.md, with times that the test gives. */
class ThreatRulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final EventRule CLOSED =
      rule(
          Set.of("person"),
          new Situation.OutOfHours(List.of(DailyHours.of("08:00-18:00"))),
          List.of());
  private static final EventRule LOITERERS =
      rule(Set.of("person"), new Situation.Stay(MINUTE), List.of());
  private static final EventRule LEFT =
      rule(EventRule.BAGS, new Situation.Unattended(MINUTE.multipliedBy(2)), List.of());
  private static final Still.Found BAG = bag("suitcase", 400);
  private static final Still.Found OWNER = person(450, 360, DOOR);
  private static final Still.Found PASSER = person(20, 20);

  private static Still.Found bag(String label, double x) {
    return found(label, 0.7, x, 400, 40, 50, DOOR);
  }

  private static Script at(String time, EventRule... rules) {
    Script script = with(rules);
    script.time = Instant.parse("2026-11-30T" + time + "Z");
    return script;
  }

  private static SceneEvent last(Script script) {
    return script.changes.get(script.changes.size() - 1).event();
  }

  @Test
  void whoIsThereWhenTheHoursEndIsTold() {
    Script shop = at("17:58:00", CLOSED);
    shop.shows(11, person(100, 100, DOOR));
    assertThat(shop.told()).isEmpty();
    shop.shows(1, person(100, 100, DOOR));
    assertThat(shop.told()).containsExactly("new present person in door");
    assertThat(last(shop).started()).isEqualTo(Instant.parse("2026-11-30T18:00:00Z"));
    shop.shows(30, person(100, 100, DOOR));
    assertThat(shop.told()).hasSize(1);
  }

  @Test
  void whoComesAfterTheHoursIsToldAndTheEventEndsWithTheNextOnes() {
    Script shop = at("07:57:00", CLOSED);
    shop.shows(2, person(100, 100, DOOR));
    assertThat(shop.told()).containsExactly("new present person in door");
    shop.shows(30, person(100, 100, DOOR));
    assertThat(shop.told())
        .containsExactly("new present person in door", "end present person in door");
    assertThat(last(shop).ended()).contains(Instant.parse("2026-11-30T07:59:50Z"));
  }

  @Test
  void whoWasSeenLastWithinTheHoursIsNotTold() {
    Script shop = at("17:59:00", CLOSED);
    shop.shows(5, person(100, 100, DOOR)); // to 17:59:50, and remembered for a minute
    shop.shows(20);
    assertThat(shop.told()).isEmpty();
    Script unknown = at("17:59:00", CLOSED);
    unknown.shows(5, person(100, 100, DOOR)).unknown(300).shows(1);
    assertThat(unknown.told()).isEmpty();
    Script beside = at("17:59:00", CLOSED);
    beside.shows(5, person(100, 100, DOOR)).shows(20, person(104, 100)); // out of the door
    assertThat(beside.told()).isEmpty();
  }

  @Test
  void aRuleAboutAStayTellsOfNobodyWhoOnlyComes() {
    Script door = at("12:00:00", LOITERERS);
    door.shows(6, person(100, 100, DOOR));
    assertThat(door.told()).isEmpty();
    door.shows(1, person(100, 100, DOOR));
    assertThat(door.told()).containsExactly("new loitering person in door");
    assertThat(last(door).started()).isEqualTo(Instant.parse("2026-11-30T12:00:10Z"));
    door.shows(30);
    assertThat(door.told())
        .containsExactly("new loitering person in door", "end loitering person in door");
  }

  @Test
  void aTimeOfWhichNobodyKnowsIsNoStay() {
    Script door = at("12:00:00", LOITERERS);
    door.shows(3, person(100, 100, DOOR)).unknown(60).shows(6, person(100, 100, DOOR));
    assertThat(door.told()).isEmpty();
    door.shows(1, person(100, 100, DOOR));
    assertThat(door.told()).containsExactly("new loitering person in door");
    door.unknown(60).shows(3, person(100, 100, DOOR)); // still the same one
    assertThat(door.told()).hasSize(1);
    Script silent = at("12:00:00", LOITERERS);
    silent.shows(3, person(100, 100, DOOR));
    silent.time = silent.time.plusSeconds(600); // no still at all
    silent.shows(6, person(100, 100, DOOR));
    assertThat(silent.told()).isEmpty();
  }

  @Test
  void whatLastsBeginsWhenTheHoursOfTheRuleDo() {
    Script night =
        at(
            "21:50:00",
            rule(
                Set.of("person"),
                new Situation.Stay(MINUTE),
                List.of(DailyHours.of("22:00-06:00"))));
    night.shows(59, person(100, 100, DOOR));
    assertThat(night.told()).isEmpty();
    night.shows(1, person(100, 100, DOOR));
    assertThat(night.told()).containsExactly("new loitering person in door");
  }

  @Test
  void thoseWhoPassOneAfterTheOtherAreNoCrowd() {
    EventRule crowd =
        new EventRule(
            "crowd",
            Set.of(),
            Set.of(),
            Set.of("person"),
            OptionalInt.of(3),
            List.of(),
            Optional.empty());
    Script square = at("12:00:00", crowd);
    square.every = Duration.ofSeconds(2);
    List<Still.Found> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Still.Found one = found("person", 0.8, 260 * (i % 4), 260 * (i / 4), 20, 50);
      all.add(one);
      square.shows(2, one);
    }
    assertThat(square.presence.there(YARD).get("person")).isGreaterThan(3); // not known to be gone
    assertThat(square.told()).isEmpty();
    square.shows(1, all.get(0), all.get(1), all.get(2), all.get(3));
    assertThat(square.told()).containsExactly("new count person");
    assertThat(last(square).count()).isEqualTo(4);
  }

  @Test
  void aBagThatNobodyIsNearIsToldAfterItsTimeAndEndsWhenSomebodyComes() {
    Script hall = at("12:00:00", LEFT);
    hall.shows(12, BAG, OWNER).shows(12, BAG, PASSER);
    assertThat(hall.told()).isEmpty();
    hall.shows(1, BAG);
    assertThat(hall.told()).containsExactly("new unattended suitcase in door");
    assertThat(last(hall).started()).isEqualTo(Instant.parse("2026-11-30T12:02:10Z"));
    hall.shows(5, BAG).shows(1, BAG, OWNER);
    assertThat(hall.told())
        .containsExactly("new unattended suitcase in door", "end unattended suitcase in door");
  }

  @Test
  void aBagThatIsCarriedOrWhoseOwnerIsMaskedIsNotLeft() {
    Script hall = at("12:00:00", LEFT);
    for (int i = 0; i < 30; i++) {
      hall.shows(bag("suitcase", 20 * i));
    }
    assertThat(hall.told()).isEmpty();
    Script masked = at("12:00:00", LEFT);
    masked.shows(60, BAG, dropped(OWNER));
    assertThat(masked.told()).isEmpty();
  }

  @Test
  void somebodyBeforeTheBagIsNearAlsoWhileItIsHidden() {
    Script hall = at("12:00:00", LEFT);
    for (int i = 0; i < 10; i++) {
      hall.shows(9, BAG).shows(1, person(395, 380));
    }
    assertThat(hall.told()).isEmpty();
  }

  @Test
  void whereNobodyLookedForPersonsNoBagIsAlone() {
    Script hall = at("12:00:00", LEFT);
    hall.asked = Set.of("suitcase");
    hall.shows(60, BAG);
    assertThat(hall.told()).isEmpty();
    hall.asked = Set.of();
    hall.shows(12, BAG);
    assertThat(hall.told()).isEmpty();
    hall.asked = Set.of("suitcase");
    hall.shows(1, BAG);
    assertThat(hall.told()).isEmpty();
    hall.asked = Set.of("suitcase", "person");
    hall.shows(1, BAG);
    assertThat(hall.told()).containsExactly("new unattended suitcase in door");
  }

  @Test
  void aTimeOfWhichNobodyKnowsLeavesNoBagAlone() {
    Script hall = at("12:00:00", LEFT);
    hall.shows(6, BAG).unknown(60).shows(12, BAG);
    assertThat(hall.told()).isEmpty();
    hall.shows(1, BAG);
    assertThat(hall.told()).containsExactly("new unattended suitcase in door");
  }

  @Test
  void aBagThatIsCalledOtherwiseInEachStillIsOne() {
    Script hall = at("12:00:00", LEFT);
    for (int i = 0; i < 10; i++) {
      hall.shows(bag("suitcase", 400)).shows(bag("handbag", 402)).shows(bag("backpack", 399));
    }
    assertThat(hall.told()).containsExactly("new unattended suitcase in door");
  }

  @Test
  void aRestartLosesNoTimeOfABagThatIsAlone() throws Exception {
    Script hall = at("12:00:00", LEFT);
    for (int i = 0; i < 13; i++) {
      hall.shows(BAG).restart();
    }
    assertThat(hall.told()).containsExactly("new unattended suitcase in door");
  }

  @Test
  void whatTheVersionBeforeHasWrittenIsRead() throws Exception {
    Script hall = at("12:00:00", CLOSED);
    hall.shows(1, person(100, 100, DOOR));
    byte[] now = hall.presence.snapshot(YARD).orElseThrow();
    int alone = now.length - 2 * Integer.BYTES - 1; // before the lists of events, which are empty
    byte[] before = Arrays.copyOf(now, now.length - 1);
    System.arraycopy(now, alone + 1, before, alone, now.length - alone - 1);
    before[0] = 2;
    hall.presence.forget(YARD);
    hall.presence.restore(YARD, before);
    assertThat(hall.presence.snapshot(YARD)).contains(now);
  }

  @Test
  void aRuleThatCannotBeIsRefused() {
    Situation closed = new Situation.OutOfHours(List.of(DailyHours.of("08:00-18:00")));
    assertThatThrownBy(() -> rule(Set.of("person"), closed, List.of(DailyHours.of("22:00-06:00"))))
        .hasMessageStartingWith("when.outside is in a rule without hours");
    assertThatThrownBy(() -> rule(Set.of("Person"), new Situation.Unattended(MINUTE), List.of()))
        .hasMessageStartingWith("when.label is what a person can leave behind");
    assertThatThrownBy(() -> new Situation.OutOfHours(List.of()))
        .hasMessageStartingWith("when.outside is a list of 1 to 100 entries");
    assertThatThrownBy(() -> new Situation.Stay(Duration.ZERO))
        .hasMessageStartingWith("when.loiter is a time from 1 s to 7 d");
    assertThatThrownBy(() -> new Situation.Unattended(Duration.ofDays(8)))
        .hasMessageStartingWith("when.unattended is a time from 1 s to 7 d");
  }

  @Test
  void theSameThingIsNotToldAgainByABetterStillAlone() {
    Script shop = at("20:00:00", CLOSED);
    shop.shows(2, person(100, 100, DOOR)).shows(found("person", 0.99, 100, 100, 40, 100, DOOR));
    assertThat(shop.changes)
        .extracting(EventChange::type)
        .containsExactly(EventChange.Type.NEW, EventChange.Type.UPDATE);
  }
}
