package io.lynceus.scene.event;

import io.lynceus.model.settings.Check;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings of events: {@code events} of {@code cameras.conf}. Immutable.
 *
 * @param enabled whether there are any
 * @param minStills something has come when so many stills in a row show it, 1 to 100
 * @param absentStills something is gone when so many stills in a row do not show it, 1 to 1,000,
 * @param absentTime and it was not seen for so long, 0 s to 1 day
 * @param cooldown after an event of a rule, a camera, a zone and a label began, no other one begins
 *     for so long, 0 s to 1 day
 * @param quiet the hours in which nobody is told
 * @param rules at most {@value #MAX_RULES}; none but {@value #HEALTH}: {@link EventRule#USUAL}
 */
public record EventsConfig(
    boolean enabled,
    int minStills,
    int absentStills,
    Duration absentTime,
    Duration cooldown,
    List<DailyHours> quiet,
    List<EventRule> rules) {
  public static final int MAX_RULES = 100;

  /**
   * The rule of the events that tell of a camera's health. One that the owner calls so says who is
   * told of them, and nothing else.
   */
  public static final String HEALTH = "health";

  /** The rule of the events of watches; no other one has its name. */
  public static final String WATCHES = "watches";

  public static final int MIN_STILLS = 2;
  public static final int MAX_MIN_STILLS = 100;
  public static final int ABSENT_STILLS = 3;
  public static final Duration ABSENT_TIME = Duration.ofSeconds(60);
  public static final Duration COOLDOWN = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofDays(1);

  /** What holds when nothing is set. */
  public static final EventsConfig USUAL =
      new EventsConfig(
          true, MIN_STILLS, ABSENT_STILLS, ABSENT_TIME, COOLDOWN, List.of(), List.of());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public EventsConfig {
    Check.wholeNumber("min-stills", minStills, 1, MAX_MIN_STILLS);
    Check.wholeNumber("absent-stills", absentStills, 1, 1000);
    Check.time("absent-time", absentTime, Duration.ZERO, LONGEST);
    Check.time("cooldown", cooldown, Duration.ZERO, LONGEST);
    quiet = List.copyOf(quiet);
    rules = List.copyOf(rules);
    Check.that(
        quiet.size() <= EventRule.MAX_ENTRIES,
        "quiet",
        "at most " + EventRule.MAX_ENTRIES + " entries long",
        quiet.size());
    Check.that(
        rules.size() <= MAX_RULES, "rules", "at most " + MAX_RULES + " entries long", rules.size());
    Set<String> names = new HashSet<>();
    for (EventRule rule : rules) {
      Check.that(names.add(rule.name()), "rules", "each name once", rule.name() + " twice");
      Check.that(
          !rule.name().equals(WATCHES),
          "rules",
          "names other than " + WATCHES + ", the rule of the events of watches",
          rule.name());
    }
  }

  /** The rules about what comes to a camera. */
  public List<EventRule> rulesOf(String camera) {
    List<EventRule> own = rules.stream().filter(rule -> !rule.name().equals(HEALTH)).toList();
    return own.isEmpty()
        ? List.of(EventRule.USUAL)
        : own.stream().filter(rule -> rule.isAbout(camera)).toList();
  }

  /** Whether nobody is told of what begins at that time of the day. */
  public boolean isQuiet(LocalTime time) {
    return quiet.stream().anyMatch(hours -> hours.contains(time));
  }
}
