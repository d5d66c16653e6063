package io.lynceus.scene.event;

import io.lynceus.model.Findings;
import io.lynceus.model.settings.Check;
import io.lynceus.model.text.FoldedText;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When an event begins: all that is given holds. Immutable.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param cameras the names of some; empty: all
 * @param zones what came has to be in one of these; empty: anywhere
 * @param labels at least one, at most {@value #MAX_ENTRIES}
 * @param count one still has to show so many of one label; absent: each one that comes counts
 * @param hours in which it has to begin; empty: at any time
 * @param situation what has to be so; absent: that something comes, or that {@code count} are there
 * @param then who is told: {@value #LOG} for a line of the master's log, and names of channels such
 *     as {@code webhook.phone}; absent: all channels that there are
 */
public record EventRule(
    String name,
    Set<String> cameras,
    Set<String> zones,
    Set<String> labels,
    OptionalInt count,
    List<DailyHours> hours,
    Optional<Situation> situation,
    Optional<Set<String>> then) {
  /** In {@code then}: each event that begins is a line of the master's log. */
  public static final String LOG = "log";

  public static final int MAX_ENTRIES = 100;
  public static final int MAX_COUNT = 1000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

  /** What owners ask for when they say nothing else. */
  public static final Set<String> USUAL_LABELS =
      Set.of("person", "bicycle", "car", "motorcycle", "bus", "truck", "cat", "dog");

  /** What people carry and put down, for {@link Situation.Unattended}. */
  public static final Set<String> BAGS = Set.of("backpack", "handbag", "suitcase");

  /** What holds where no rule is given: whatever of the usual labels comes. */
  public static final EventRule USUAL =
      new EventRule(
          "usual",
          Set.of(),
          Set.of(),
          USUAL_LABELS,
          OptionalInt.empty(),
          List.of(),
          Optional.empty());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public EventRule {
    Check.that(
        NAME.matcher(name).matches(), "name", "1 to 40 of a-z 0-9 _ -", "'" + shown(name) + "'");
    cameras = checked("when.camera", cameras);
    zones = checked("when.zone", zones);
    labels = checked("when.label", labels);
    Check.that(!labels.isEmpty(), "when.label", "at least one label", "empty");
    count.ifPresent(number -> Check.wholeNumber("when.count", number, 1, MAX_COUNT));
    hours = List.copyOf(hours);
    then = then.map(Set::copyOf);
    Check.that(
        hours.size() <= MAX_ENTRIES,
        "when.hours",
        "at most " + MAX_ENTRIES + " entries long",
        hours.size());
    Check.that(
        situation.isEmpty() || count.isEmpty(),
        "when.count",
        "in a rule without outside, loiter and unattended (make a rule for each)",
        "beside one of them");
    if (situation.isPresent() && situation.get() instanceof Situation.Stay) {
      Check.that(
          !zones.isEmpty(),
          "when.loiter",
          "about zones (name them in when.zone)",
          "about all that the camera sees");
    }
    if (situation.isPresent() && situation.get() instanceof Situation.Unattended) {
      Check.that(
          labels.stream().map(FoldedText::of).noneMatch("person"::equals),
          "when.label",
          "what a person can leave behind, in a rule with unattended",
          "a person");
    }
    if (situation.isPresent() && situation.get() instanceof Situation.OutOfHours) {
      Check.that(
          hours.isEmpty(),
          "when.outside",
          "in a rule without hours (it says all of the hours)",
          "beside them");
    }
  }

  /** A rule about what comes, or about how many there are. */
  public EventRule(
      String name,
      Set<String> cameras,
      Set<String> zones,
      Set<String> labels,
      OptionalInt count,
      List<DailyHours> hours,
      Optional<Set<String>> then) {
    this(name, cameras, zones, labels, count, hours, Optional.empty(), then);
  }

  private static Set<String> checked(String key, Set<String> names) {
    Check.that(
        names.size() <= MAX_ENTRIES, key, "at most " + MAX_ENTRIES + " entries long", names.size());
    for (String name : names) {
      Check.that(
          !name.isBlank()
              && name.length() <= Findings.MAX_LABEL_CHARS
              && name.chars().noneMatch(Character::isISOControl),
          key,
          "names of 1 to " + Findings.MAX_LABEL_CHARS + " printable characters",
          "'" + shown(name) + "'");
    }
    return Set.copyOf(names);
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** Whether it is about that camera. */
  public boolean isAbout(String camera) {
    return cameras.isEmpty() || cameras.contains(camera);
  }

  /** Whether each event that begins is a line of the master's log. */
  public boolean log() {
    return then.isPresent() && then.get().contains(LOG);
  }

  /** Whether that channel is told. */
  public boolean tells(String channel) {
    return then.isEmpty() || then.get().contains(channel);
  }

  /** The labels as {@link FoldedText} has them. */
  public Set<String> foldedLabels() {
    return labels.stream().map(FoldedText::of).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an event may begin at that time of the day. */
  public boolean mayBegin(LocalTime time) {
    return hours.isEmpty() || hours.stream().anyMatch(each -> each.contains(time));
  }
}
