package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.event.Situation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsSettingsTest {
  private static final String YARD =
      "cameras.gate.zones.yard { polygon = [[0,0],[1,0],[1,1]], min-stills = 4, loiter = 2 m }\n";

  private static CameraSet parse(String text) throws CameraSettingsException {
    return new CamerasFile(Path.of("cameras.conf")).parse(text.getBytes(UTF_8));
  }

  @Test
  void whatTheDistributionHasIsTheDefault() throws Exception {
    String file = Files.readString(Path.of("../config/cameras.conf"));
    assertThat(parse(file).events()).isEqualTo(EventsConfig.USUAL);
    assertThat(parse("").events()).isEqualTo(EventsConfig.USUAL);
    assertThat(EventsConfig.USUAL.rulesOf("gate")).containsExactly(EventRule.USUAL);
  }

  @Test
  void eachKeyIsRead() throws Exception {
    CameraSet set =
        parse(
            YARD
                + """
                events {
                  enabled = false, min-stills = 3, absent-stills = 5, absent-time = 2 m
                  cooldown = 0 s, quiet = ["22:00-06:00"]
                  rules.night {
                    when { camera = gate, zone = [yard], label = [person, dog], count = 2,
                           hours = "20:00-21:00" }
                    then = [log]
                  }
                  rules.other {}
                }
                """);
    EventsConfig events = set.events();
    assertThat(events.enabled()).isFalse();
    assertThat(events.minStills()).isEqualTo(3);
    assertThat(events.absentStills()).isEqualTo(5);
    assertThat(events.absentTime()).isEqualTo(Duration.ofMinutes(2));
    assertThat(events.cooldown()).isZero();
    assertThat(events.quiet()).containsExactly(DailyHours.of("22:00-06:00"));
    EventRule night = events.rules().get(0);
    assertThat(night.name()).isEqualTo("night");
    assertThat(night.cameras()).containsExactly("gate");
    assertThat(night.zones()).containsExactly("yard");
    assertThat(night.labels()).containsExactlyInAnyOrder("person", "dog");
    assertThat(night.count()).hasValue(2);
    assertThat(night.hours()).containsExactly(DailyHours.of("20:00-21:00"));
    assertThat(night.log()).isTrue();
    assertThat(events.rules().get(1).labels()).isEqualTo(EventRule.USUAL_LABELS);
    assertThat(events.rules().get(1).log()).isFalse();
    assertThat(events.rulesOf("front")).hasSize(1);
    ZoneConfig yard = set.cameras().values().iterator().next().zones().get(0);
    assertThat(yard.minStills()).isEqualTo(4);
    assertThat(yard.loiter()).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event.cooldown = 1 s|event is no setting (did you mean events?)",
        "events = 7|events is an object",
        "events.cooldwon = 1 s|events.cooldwon is no setting (did you mean cooldown?)",
        "events.enabled = maybe|events.enabled is true or false",
        "events.cooldown = 30|events.cooldown is a time with its unit",
        "events.cooldown = 2 d|events.cooldown is a time from",
        "events.min-stills = 0|events.min-stills is a whole number from 1 to 100",
        "events.min-stills = 1.5|events.min-stills is a whole number",
        "events.quiet = [late]|events.quiet is a list of hours such as 22:00-06:00",
        "events.rules.watches {}|events.rules is names other than watches",
        "events.rules.health.when.label = car|events.rules.health.when is no setting: this rule",
        "events.rules.A {}|events.rules.A.name is 1 to 40",
        "events.rules.a.then = [lag]|events.rules.a.then has 'lag' (did you mean log?)",
        "events.rules.a.when.kind = x|events.rules.a.when.kind is no setting",
        "events.rules.a.when.count = 0|events.rules.a.when.count is a whole number from 1 to 1000",
        "events.rules.a.when.hours = [\"25:00-26:00\"]|events.rules.a.when.hours is a list of"
            + " hours",
        "events.rules.a.when.outside = [night]|events.rules.a.when.outside is a list of hours",
        "events.rules.a.when.outside = []|events.rules.a.when.outside is a list of 1 to 100",
        "events.rules.a.when { outside = \"8:00-9:00\", loiter = 1 m }|events.rules.a.when.loiter"
            + " is in a rule of its own",
        "events.rules.a.when { outside = \"8:00-9:00\", hours = \"8:00-9:00\" }|"
            + "events.rules.a.when.outside is in a rule without hours",
        "events.rules.a.when { zone = yard, loiter = 1 m, count = 2 }|events.rules.a.when.count is"
            + " in a rule without",
        "events.rules.a.when.loiter = 1 m|events.rules.a.when.loiter is about zones",
        "events.rules.a.when { zone = yard, loiter = 0 s }|events.rules.a.when.loiter is a time",
        "events.rules.a.when.unattended = 9 d|events.rules.a.when.unattended is a time",
        "events.rules.a.when { label = person, unattended = 1 m }|events.rules.a.when.label is what"
            + " a person can leave",
        "cameras.gate.zones.yard.loiter = 8 d|cameras.gate.zones.yard.loiter is a time",
        "cameras.gate.zones.yard.min-stills = 0|cameras.gate.zones.yard.min-stills is a whole",
      })
  void whatIsWrongIsToldWithItsKey(String text, String message) {
    assertThatThrownBy(() -> parse(YARD + text))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theRulesOfThePageAboutThreatsAreRead() throws Exception {
    String page = Files.readString(Path.of("../docs/threats.md"));
    int from = page.indexOf("```hocon\n") + "```hocon\n".length();
    CameraSet set =
        new CamerasFile(Path.of("cameras.conf"), Set.of("webhook.guard"))
            .parse(page.substring(from, page.indexOf("```", from)).getBytes(UTF_8));
    EventsConfig events = set.events();
    assertThat(events.rules()).extracting(EventRule::name).contains("health");
    assertThat(events.rulesOf("hall"))
        .extracting(rule -> rule.situation().map(Object::toString).orElse("" + rule.count()))
        .containsExactlyInAnyOrder(
            new Situation.OutOfHours(List.of(DailyHours.of("07:00-19:30"))).toString(),
            new Situation.Stay(Duration.ofMinutes(5)).toString(),
            new Situation.Unattended(Duration.ofMinutes(3)).toString(),
            "OptionalInt[10]");
    assertThat(events.rulesOf("hall"))
        .filteredOn(rule -> rule.name().equals("left-bag"))
        .extracting(EventRule::labels)
        .containsExactly(EventRule.BAGS);
  }

  @Test
  void aRuleThatSaysWhoIsToldOfHealthLeavesTheUsualOne() throws Exception {
    EventsConfig events = parse("events.rules.health.then = [log]\n").events();
    assertThat(events.rulesOf("gate")).containsExactly(EventRule.USUAL);
  }

  @Test
  void aRuleThatStandsThereTwiceIsRefused() {
    assertThatThrownBy(() -> parse("events {\n rules { a { }\n a { } }\n}"))
        .hasMessageContaining("events.rules.a stands there twice");
  }

  @Test
  void aRuleNamesWhomItTellsAndTellsAllWhereItNamesNobody() throws Exception {
    String text = "events.rules { a { then = [webhook.phone, log] }, b {}, c { then = [] } }\n";
    Set<String> known = Set.of("webhook.phone", "webhook.hall");
    List<EventRule> rules =
        new CamerasFile(Path.of("cameras.conf"), known)
            .parse(text.getBytes(UTF_8))
            .events()
            .rules();
    assertThat(rules.stream().map(EventRule::name)).containsExactlyInAnyOrder("a", "b", "c");
    for (EventRule rule : rules) {
      assertThat(rule.tells("webhook.phone")).isEqualTo(!rule.name().equals("c"));
      assertThat(rule.tells("webhook.hall")).isEqualTo(rule.name().equals("b"));
      assertThat(rule.log()).isEqualTo(rule.name().equals("a"));
    }
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining("events.rules.a.then has 'webhook.phone'")
        .hasMessageContaining("(line 1)");
  }
}
