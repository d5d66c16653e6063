package io.lynceus.app.cameras;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import io.lynceus.model.cameras.ClusterCameras.LastStill;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.model.cameras.HealthState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes cameras for people: a line that says how each is, and what its last still shows. */
final class CameraLines {
  private static final int INDENT = 4;

  private CameraLines() {}

  /** The lines. None is wider than the terminal, unless a single word is. */
  static List<String> of(ClusterCameras known, Style style) {
    List<String> lines = new ArrayList<>();
    known
        .settings()
        .refused()
        .ifPresent(
            why ->
                lines.addAll(
                    style.wrap(
                        style.paint(Ink.BAD, "ATTENTION:")
                            + " "
                            + Text.shown(known.settings().path().orElse("cameras.conf"))
                            + " does not count, and what was before does: "
                            + Text.shown(why),
                        INDENT)));
    if (known.cameras().isEmpty()) {
      lines.addAll(style.wrap(none(known), INDENT));
    }
    for (Entry camera : known.cameras()) {
      lines.addAll(style.wrap(head(camera, style), INDENT));
      for (String fact : facts(camera, style)) {
        lines.addAll(style.wrap(" ".repeat(INDENT) + fact, 2 * INDENT));
      }
    }
    return lines;
  }

  private static String none(ClusterCameras known) {
    return known
        .settings()
        .path()
        .map(path -> "no cameras yet: describe them in " + Text.shown(path))
        .orElse("no cameras yet: describe them in a file, and name it in cameras.file");
  }

  private static String head(Entry camera, Style style) {
    StringBuilder head = new StringBuilder(style.paint(Ink.STRONG, Text.shown(camera.name())));
    if (!camera.title().equals(camera.name())) {
      head.append(" (").append(Text.shown(camera.title())).append(')');
    }
    head.append(": ").append(state(camera, style));
    camera
        .last()
        .ifPresent(last -> head.append(", last still ").append(ago(last.age())).append(" ago"));
    if (camera.stills() > 0) {
      head.append(", ").append(camera.stills()).append(camera.stills() == 1 ? " still" : " stills");
    }
    if (!camera.described()) {
      head.append(", not in cameras.conf");
    }
    return head.toString();
  }

  private static String state(Entry camera, Style style) {
    return switch (camera.state()) {
      case OK -> style.paint(Ink.GOOD, "ok");
      case LATE ->
          style.paint(Ink.BAD, "LATE")
              + camera
                  .expectEvery()
                  .map(every -> " (expected every " + ago(every) + ")")
                  .orElse("");
      case NEVER -> style.paint(Ink.WARNING, "no still yet");
      case UNKNOWN -> style.paint(Ink.UNKNOWN, "not known whether late");
    };
  }

  private static List<String> facts(Entry camera, Style style) {
    List<String> facts = new ArrayList<>();
    facts.add("health: " + health(camera.health(), style));
    camera.last().ifPresent(last -> facts.addAll(seen(last, style)));
    if (!camera.rules().masks().isEmpty()) {
      facts.add(
          "masks: " + names(camera.rules().masks().stream().map(mask -> mask.name()).toList()));
    }
    if (!camera.rules().filters().isEmpty()) {
      facts.add(
          "filters: " + names(camera.rules().filters().stream().map(one -> one.label()).toList()));
    }
    if (camera.last().isEmpty() && !camera.rules().zones().isEmpty()) {
      facts.add(
          "zones: " + names(camera.rules().zones().stream().map(zone -> zone.name()).toList()));
    }
    source(camera.source()).ifPresent(facts::add);
    return facts;
  }

  private static String health(CameraHealth health, Style style) {
    String word =
        switch (health.state()) {
          case OK -> style.paint(Ink.GOOD, "ok");
          case DARK, BRIGHT -> style.paint(Ink.WARNING, health.state().key());
          case UNKNOWN -> style.paint(Ink.UNKNOWN, "unknown");
          default -> style.paint(Ink.BAD, health.state().name());
        };
    if (health.state() == HealthState.OK) {
      return word;
    }
    String since = health.since().map(time -> " since " + time).orElse("");
    return word + since + ", " + Text.shown(health.reason());
  }

  private static List<String> seen(LastStill last, Style style) {
    List<String> seen = new ArrayList<>();
    seen.add("sees: " + counts(last.counts(), style));
    for (Map.Entry<String, ZoneCounts> zone : last.zones().entrySet()) {
      seen.add(
          "zone "
              + Text.shown(zone.getKey())
              + ": "
              + zone.getValue()
                  .counts()
                  .map(counts -> counts(counts, style))
                  .orElseGet(() -> style.paint(Ink.UNKNOWN, "unknown")));
    }
    return seen;
  }

  private static String counts(Map<String, Optional<Integer>> counts, Style style) {
    return counts.isEmpty()
        ? "nothing"
        : counts.entrySet().stream()
            .map(
                count ->
                    Text.shown(count.getKey())
                        + " "
                        + count
                            .getValue()
                            .map(String::valueOf)
                            .orElseGet(() -> style.paint(Ink.UNKNOWN, "unknown")))
            .collect(Collectors.joining(", "));
  }

  private static String names(List<String> names) {
    return names.stream().map(Text::shown).collect(Collectors.joining(", "));
  }

  /** Stills that are sent need no words. */
  private static Optional<String> source(Source source) {
    if (source.state().isEmpty() && source.message().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "source: "
            + Text.shown(source.kind())
            + source.state().map(state -> ", " + Text.shown(state)).orElse("")
            + source.message().map(message -> ": " + Text.shown(message)).orElse(""));
  }

  /** A time in its largest unit, such as {@code 90 s} or {@code 5 h}. */
  static String ago(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 2) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : hours(seconds / 3600);
  }

  private static String hours(long hours) {
    return hours < 48 ? hours + " h" : hours / 24 + " days";
  }
}
