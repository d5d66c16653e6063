package io.lynceus.client.report;

import static io.lynceus.client.report.PictureCounts.words;

import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The part of the page about one picture. */
final class Card {
  private final Fragments fragments;
  private final String name;
  private final Reply reply;
  private final PictureCounts counts;
  private final List<Html> problems = new ArrayList<>();

  Card(Fragments fragments, String name, Reply reply, PictureCounts counts) {
    this.fragments = fragments;
    this.name = name;
    this.reply = reply;
    this.counts = counts;
  }

  /**
   * Writes the markup.
   *
   * @param file the picture
   * @param hidden whether the page shows it only later
   */
  Html markup(Path file, Thumbnails thumbnails, boolean hidden) {
    Html view = view(file, thumbnails);
    reply.image().ifPresent(this::noteCondition);
    noteFailures();
    return fragments.fill(
        "card",
        "status",
        words(reply.status()),
        "hidden",
        hidden ? "hidden" : "",
        "unknown",
        unknown(),
        "camera",
        reply.still().camera().map(Camera::name).orElse(""),
        "time",
        PictureFacts.ownTime(reply).map(time -> time.toInstant().toString()).orElse(""),
        "name",
        name,
        "badge",
        badge(),
        "view",
        view,
        "chips",
        Fragments.packed(chips()),
        "problems",
        Fragments.packed(problems),
        "facts",
        PictureFacts.line(reply),
        "details",
        new PictureFacts(fragments, reply).details());
  }

  private Html view(Path file, Thumbnails thumbnails) {
    if (reply.rejection().isPresent() || reply.image().isEmpty()) {
      Optional<Rejection> rejection = reply.rejection();
      return fragments.fill(
          "refusal",
          "code",
          rejection.map(r -> r.code().name()).orElse(""),
          "message",
          rejection.map(Rejection::message).orElse(""));
    }
    PictureLayers stage = new PictureLayers(fragments, reply.image().get(), thumbnails);
    try {
      return stage.markup(picture(stage, file), reply);
    } catch (IOException e) {
      return fragments.fill(
          "refusal", "code", "No picture", "message", "The edge map cannot be read.");
    }
  }

  private Html picture(PictureLayers stage, Path file) {
    try {
      return stage.picture(file, alt());
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

  /** Analyses that failed in the same way share a line. */
  private void noteFailures() {
    Map<UnitReply, List<String>> failures = new LinkedHashMap<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) -> {
              if (unit.outcome() != Outcome.OK) {
                failures.computeIfAbsent(unit, same -> new ArrayList<>()).add(analysis.key());
              }
            });
    failures.forEach(
        (unit, analyses) ->
            problems.add(
                problem(
                    String.join(", ", analyses) + ": " + words(unit.outcome()) + ".",
                    unit.message())));
  }

  private Html problem(String what, String message) {
    return fragments.fill("problem", "what", what, "message", message);
  }

  /** What the page's filter for "not known" looks for: kinds, and analyses that have none. */
  private String unknown() {
    if (reply.status() == Status.REJECTED) {
      return "*";
    }
    StringJoiner unknown = new StringJoiner(" ");
    counts.unknown().forEach(kind -> unknown.add(kind.key()));
    return counts.isUnsure() && unknown.length() == 0 ? "-" : unknown.toString();
  }

  /** Complete is what one expects, and says nothing. */
  private Html badge() {
    return switch (reply.status()) {
      case COMPLETE -> Html.NOTHING;
      case PARTIAL -> fragments.fill("badge", "sign", "◐", "text", "partial");
      case REJECTED -> fragments.fill("badge", "sign", "✕", "text", "rejected");
    };
  }

  private List<Html> chips() {
    List<Html> chips = new ArrayList<>();
    reply
        .counts()
        .forEach(
            (label, count) ->
                chips.add(
                    count.isPresent()
                        ? chip(label, count.get())
                        : fragments.fill("unknown", "text", label + " not known")));
    return chips;
  }

  private Html chip(String label, int count) {
    String kind = FindingKind.of(label).key();
    return fragments.fill("chip", "text", label + " " + count, "kind", kind);
  }

  /** The picture in words. */
  private String alt() {
    List<String> texts = new ArrayList<>();
    reply.rejection().ifPresent(rejection -> texts.add("rejected, " + rejection.code()));
    reply
        .counts()
        .forEach(
            (label, count) ->
                texts.add(label + " " + count.map(String::valueOf).orElse("not known")));
    return texts.isEmpty() ? name : name + ": " + String.join(", ", texts);
  }
}
