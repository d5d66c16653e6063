package io.lynceus.master.cameras;

import io.lynceus.model.text.NearestNames;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.event.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes the rules of events of their settings, which {@code config/cameras.conf} explains. */
final class EventsSettings {
  private static final String OUTSIDE = "outside";
  private static final String LOITER = "loiter";
  private static final String UNATTENDED = "unattended";

  private EventsSettings() {}

  /**
   * Reads {@code events}.
   *
   * @param settings absent where nothing is set
   * @param channels whom rules can name, apart from the log
   * @throws CameraSettingsException naming the key that cannot be
   */
  static EventsConfig of(Optional<SettingsObject> settings, Set<String> channels)
      throws CameraSettingsException {
    if (settings.isEmpty()) {
      return EventsConfig.USUAL;
    }
    SettingsObject events = settings.get();
    events.requireKnown(
        "enabled", "min-stills", "absent-stills", "absent-time", "cooldown", "quiet", "rules");
    boolean enabled = events.isTrue("enabled", true);
    int minStills = events.wholeNumber("min-stills").orElse(EventsConfig.MIN_STILLS);
    int absentStills = events.wholeNumber("absent-stills").orElse(EventsConfig.ABSENT_STILLS);
    var absentTime = events.time("absent-time").orElse(EventsConfig.ABSENT_TIME);
    var cooldown = events.time("cooldown").orElse(EventsConfig.COOLDOWN);
    List<DailyHours> quiet = hours(events, "quiet");
    List<EventRule> rules = new ArrayList<>();
    for (Map.Entry<String, SettingsObject> rule :
        events.objects("rules", EventsConfig.MAX_RULES).entrySet()) {
      rules.add(rule(rule.getKey(), rule.getValue(), channels));
    }
    return events.checked(
        () ->
            new EventsConfig(enabled, minStills, absentStills, absentTime, cooldown, quiet, rules));
  }

  private static EventRule rule(String name, SettingsObject rule, Set<String> channels)
      throws CameraSettingsException {
    rule.requireKnown("when", "then");
    Optional<Set<String>> then = then(rule, channels);
    Optional<SettingsObject> given = rule.object("when");
    if (given.isEmpty()) {
      return rule.checked(
          () ->
              new EventRule(
                  name,
                  Set.of(),
                  Set.of(),
                  EventRule.USUAL_LABELS,
                  OptionalInt.empty(),
                  List.of(),
                  then));
    }
    if (name.equals(EventsConfig.HEALTH)) {
      throw rule.fault(
          "when", "is no setting: this rule says who is told of the health of cameras, with then");
    }
    SettingsObject when = given.get();
    when.requireKnown("camera", "zone", "label", "count", "hours", OUTSIDE, LOITER, UNATTENDED);
    Set<String> cameras = new LinkedHashSet<>(when.texts("camera"));
    Set<String> zones = new LinkedHashSet<>(when.texts("zone"));
    Set<String> named = new LinkedHashSet<>(when.texts("label"));
    Set<String> usual = when.has(UNATTENDED) ? EventRule.BAGS : EventRule.USUAL_LABELS;
    Set<String> labels = named.isEmpty() ? usual : named;
    OptionalInt count = when.wholeNumber("count");
    List<DailyHours> hours = hours(when, "hours");
    Optional<Situation> situation = situation(rule, when);
    return rule.checked(
        () -> new EventRule(name, cameras, zones, labels, count, hours, situation, then));
  }

  private static Optional<Situation> situation(SettingsObject rule, SettingsObject when)
      throws CameraSettingsException {
    List<String> given = Stream.of(OUTSIDE, LOITER, UNATTENDED).filter(when::has).toList();
    if (given.size() > 1) {
      throw when.fault(
          given.get(1), "is in a rule of its own, not beside " + given.get(0) + ": make two rules");
    }
    if (when.has(OUTSIDE)) {
      List<DailyHours> allowed = hours(when, OUTSIDE);
      return Optional.of(rule.checked(() -> new Situation.OutOfHours(allowed)));
    }
    Optional<Duration> loiter = when.time(LOITER);
    if (loiter.isPresent()) {
      return Optional.of(rule.checked(() -> new Situation.Stay(loiter.get())));
    }
    Optional<Duration> unattended = when.time(UNATTENDED);
    return unattended.isPresent()
        ? Optional.of(rule.checked(() -> new Situation.Unattended(unattended.get())))
        : Optional.empty();
  }

  private static Optional<Set<String>> then(SettingsObject rule, Set<String> channels)
      throws CameraSettingsException {
    if (!rule.has("then")) {
      return Optional.empty();
    }
    Set<String> then = new LinkedHashSet<>(rule.texts("then"));
    SortedSet<String> known = new TreeSet<>(channels);
    known.add(EventRule.LOG);
    for (String what : then) {
      if (!known.contains(what)) {
        throw rule.fault(
            "then",
            "has '"
                + SettingsObject.shown(what)
                + "'"
                + NearestNames.aside(what, List.copyOf(known))
                + ", and master.conf knows "
                + String.join(", ", known)
                + "; without then all of them are told but the log");
      }
    }
    return Optional.of(then);
  }

  private static List<DailyHours> hours(SettingsObject settings, String key)
      throws CameraSettingsException {
    List<DailyHours> hours = new ArrayList<>();
    for (String text : settings.texts(key)) {
      try {
        hours.add(DailyHours.of(text));
      } catch (IllegalArgumentException e) {
        throw settings.fault(key, "is a list of hours such as 22:00-06:00");
      }
    }
    return hours;
  }
}
