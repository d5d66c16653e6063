package io.lynceus.client.report;

import io.lynceus.client.Headlines;
import io.lynceus.client.drawing.Colours;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The part of the page about one picture. */
final class Card {
  private final Fragments fragments;
  private final String name;
  private final Reply reply;
  private final List<Html> problems = new ArrayList<>();

  Card(Fragments fragments, String name, Reply reply) {
    this.fragments = fragments;
    this.name = name;
    this.reply = reply;
  }

  /**
   * Writes the markup.
   *
   * @param file the picture
   * @param maxSide longer side of the picture in the page, in pixels
   */
  Html markup(Path file, int maxSide) {
    Html view = view(file, maxSide);
    reply.image().ifPresent(this::noteCondition);
    reply.analyses().forEach(this::noteProblem);
    return fragments.fill(
        "card",
        "status",
        lower(reply.status()),
        "has",
        has(),
        "name",
        name,
        "view",
        view,
        "chips",
        Fragments.joined(chips()),
        "problems",
        Fragments.joined(problems),
        "facts",
        facts(),
        "timings",
        reply.timing().map(this::timings).orElse(Html.NOTHING));
  }

  private Html view(Path file, int maxSide) {
    if (reply.rejection().isPresent() || reply.image().isEmpty()) {
      Optional<Rejection> rejection = reply.rejection();
      return fragments.fill(
          "refusal",
          "code",
          rejection.map(r -> r.code().name()).orElse(""),
          "message",
          rejection.map(Rejection::message).orElse(""));
    }
    PictureLayers stage = new PictureLayers(fragments, reply.image().get(), maxSide);
    try {
      Html picture = picture(stage, file);
      return fragments.fill("view", "name", name, "stage", stage.markup(picture, reply));
    } catch (IOException e) {
      return fragments.fill(
          "refusal", "code", "No picture", "message", "The edge map cannot be read.");
    }
  }

  private Html picture(PictureLayers stage, Path file) {
    try {
      return stage.picture(file, name + ": " + String.join(", ", countTexts()));
    } catch (IOException e) {
      problems.add(problem("The picture cannot be shown here:", String.valueOf(e.getMessage())));
      return Html.NOTHING;
    }
  }

  private void noteCondition(ImageInfo image) {
    if (image.condition().damaged()) {
      problems.add(
          problem(
              "The file is damaged:",
              "what was found is what is left of the picture; send it whole for a full answer."));
    }
    if (image.condition().flat()) {
      problems.add(problem("Nothing can be seen.", "The room may be dark, or the lens covered."));
    }
  }

  private void noteProblem(Analysis analysis, UnitReply unit) {
    if (unit.outcome() != Outcome.OK) {
      problems.add(problem(analysis.key() + ": " + lower(unit.outcome()) + ".", unit.message()));
    }
  }

  private Html problem(String what, String message) {
    return fragments.fill("problem", "what", what, "message", message);
  }

  /** The words that the page's filters look for. */
  private String has() {
    List<String> has = new ArrayList<>();
    for (String label : List.of("person", "face")) {
      if (reply.counts().getOrDefault(label, Optional.empty()).orElse(0) > 0) {
        has.add(label);
      }
    }
    if (reply.status() != Status.COMPLETE || !problems.isEmpty()) {
      has.add("problem");
    }
    return String.join(" ", has);
  }

  private List<Html> chips() {
    List<Html> chips = new ArrayList<>();
    reply
        .counts()
        .forEach(
            (label, count) ->
                chips.add(
                    count.isPresent()
                        ? chip(label + " " + count.get(), Colours.of(label))
                        : fragments.fill("unknown", "text", label + " unknown")));
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                unit.findings()
                    .ifPresent(
                        findings ->
                            Headlines.of(analysis, findings)
                                .forEach(text -> chips.add(chip(text, colour(findings))))));
    return chips;
  }

  private Html chip(String text, Color colour) {
    return fragments.fill("chip", "text", text, "colour", Colours.css(colour));
  }

  private static Color colour(Findings findings) {
    return findings.points().isPresent() ? Colours.CORNER : Colours.EDGE;
  }

  private List<String> countTexts() {
    List<String> texts = new ArrayList<>();
    reply
        .counts()
        .forEach(
            (label, count) ->
                texts.add(label + " " + count.map(String::valueOf).orElse("unknown")));
    return texts;
  }

  private String facts() {
    List<String> facts = new ArrayList<>();
    if (reply.image().isPresent()) {
      ImageInfo image = reply.image().get();
      facts.add(image.width() + " × " + image.height());
      facts.add(image.format().name());
      facts.addAll(Headlines.of(image.condition().withFlat(false)));
      facts.add(String.format(Locale.ROOT, "%,d kB", (image.bytes() + 999) / 1000));
    }
    reply.timing().ifPresent(timing -> facts.add(millis(timing.total()) + " ms"));
    return String.join(" · ", facts);
  }

  private Html timings(Timing timing) {
    List<Html> rows = new ArrayList<>();
    for (Map.Entry<Analysis, UnitReply> analysis : reply.analyses().entrySet()) {
      Optional<UnitRun> run = Optional.ofNullable(timing.units().get(analysis.getKey()));
      rows.add(
          fragments.fill(
              "row",
              "analysis",
              analysis.getKey().key(),
              "outcome",
              lower(analysis.getValue().outcome()),
              "ms",
              run.map(r -> millis(r.time())).orElse(""),
              "slave",
              run.map(UnitRun::slave).orElse(""),
              "attempts",
              run.map(r -> String.valueOf(r.attempts())).orElse("")));
    }
    return rows.isEmpty()
        ? Html.NOTHING
        : fragments.fill("timings", "rows", Fragments.joined(rows));
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
