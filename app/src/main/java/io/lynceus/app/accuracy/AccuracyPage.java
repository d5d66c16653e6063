package io.lynceus.app.accuracy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.FreshFile;
import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import io.lynceus.client.report.Template;
import io.lynceus.common.page.PageStyle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a result as one HTML file without scripts: figures, curves, the worst pictures. */
final class AccuracyPage {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /** Charts that the page shows from the start; further ones can be opened. */
  private static final int SHOWN_CHARTS = 12;

  private static final int MAX_CHARTS = 100;
  private static final int MAX_PROBLEMS = 200;

  private final AccuracyResult result;
  private final Fragments fragments = new Fragments(AccuracyPage.class, "fragments.html");

  AccuracyPage(AccuracyResult result) {
    this.result = result;
  }

  /** Writes the file, whole or not at all. */
  void write(Path file, LocalDateTime when) throws IOException {
    FreshFile.write(file, markup(when).getBytes(UTF_8));
  }

  private String markup(LocalDateTime when) {
    List<LabelTally.Row> rows = result.rows();
    CurveChart chart = new CurveChart(fragments);
    List<Html> charts =
        rows.stream()
            .filter(row -> row.counts().truth() > 0)
            .limit(MAX_CHARTS)
            .map(chart::markup)
            .toList();
    int shown = Math.min(SHOWN_CHARTS, charts.size());
    PictureCard card = new PictureCard(fragments);
    List<Html> pictures = new ArrayList<>();
    for (PictureErrors errors : result.worst()) {
      pictures.add(card.markup(errors, "p" + pictures.size()));
    }
    return Template.resource(AccuracyPage.class, "page.html")
        .fill(
            "data",
            result.data(),
            "format",
            result.labels().format().title(),
            "when",
            WHEN.format(when),
            "style",
            new Html(PageStyle.base() + Template.resource(AccuracyPage.class, "page.css").text()),
            "tiles",
            Fragments.joined(tiles()),
            "notes",
            Fragments.joined(notes()),
            "rows",
            Fragments.joined(rows(rows)),
            "rules",
            notes(MarkdownTable.rules(result.rules())),
            "charts",
            Fragments.joined(charts.subList(0, shown)),
            "more",
            more(charts.subList(shown, charts.size())),
            "pictures",
            pictures.isEmpty() ? note("No picture has an error.") : Fragments.joined(pictures),
            "problems",
            problems())
        .markup();
  }

  private Html more(List<Html> charts) {
    return charts.isEmpty()
        ? Fragments.joined(charts)
        : fragments.fill("more", "count", charts.size(), "charts", Fragments.joined(charts));
  }

  private List<Html> tiles() {
    AccuracyTally.Sums sums = result.sums();
    HitCounts total = sums.total();
    AccuracyTally.Empty empty = sums.empty();
    String models =
        sums.models().entrySet().stream()
            .map(model -> model.getKey() + ": " + String.join(", ", model.getValue()))
            .collect(Collectors.joining("; "));
    int unscored = result.problems().size();
    return List.of(
        tile("", "Pictures scored", sums.scored(), models),
        tile(
            unscored > 0 ? "bad" : "",
            "Not scored",
            unscored,
            "missing or broken, or with wrong labels"),
        tile("", "Labelled", total.truth(), ""),
        tile("", "Precision", share(total.precision()), "of all labels together"),
        tile("", "Recall", share(total.recall()), "of all labels together"),
        tile("", "Mean AP", share(sums.meanAveragePrecision()), "each label counts the same"),
        tile(
            "",
            "False alarms a picture",
            share(empty.perPicture()),
            "in " + AccuracyResult.number(empty.pictures(), "picture") + " without any object"));
  }

  private Html tile(String kind, String name, Object value, String note) {
    return fragments.fill("tile", "kind", kind, "name", name, "value", value, "note", note);
  }

  private List<Html> notes() {
    List<Html> notes = new ArrayList<>();
    AccuracyTally.Sums sums = result.sums();
    if (!sums.unknown().isEmpty()) {
      notes.add(
          note(
              "Labels that no network knows, not scored: " + MarkdownTable.listed(sums.unknown())));
    }
    if (!sums.unlabelled().isEmpty()) {
      notes.add(
          note(
              "Found but not among the labels, not scored: "
                  + MarkdownTable.listed(sums.unlabelled())));
    }
    return notes;
  }

  private Html notes(List<String> texts) {
    return Fragments.joined(texts.stream().map(this::note).toList());
  }

  private Html note(String text) {
    return fragments.fill("note", "text", text);
  }

  private List<Html> rows(List<LabelTally.Row> rows) {
    List<Html> markup = new ArrayList<>();
    for (LabelTally.Row row : rows) {
      String kind = row.heights().isAll() ? "" : "part";
      markup.add(row(kind, row.title(), row.counts(), row.curve().averagePrecision()));
    }
    AccuracyTally.Sums sums = result.sums();
    markup.add(row("all", "all labels", sums.total(), sums.meanAveragePrecision()));
    return markup;
  }

  private Html row(String kind, String label, HitCounts counts, Optional<Double> ap) {
    return fragments.fill(
        "row",
        "kind",
        kind,
        "label",
        label,
        "labelled",
        counts.truth(),
        "precision",
        share(counts.precision()),
        "recall",
        share(counts.recall()),
        "ap",
        share(ap),
        "missed",
        counts.missed(),
        "alarms",
        counts.falseAlarms());
  }

  private static String share(Optional<Double> value) {
    return AccuracyResult.share(value);
  }

  private Html problems() {
    List<AccuracyResult.Problem> problems = result.problems();
    if (problems.isEmpty()) {
      return Fragments.joined(List.of());
    }
    List<Html> items = new ArrayList<>();
    for (AccuracyResult.Problem problem :
        problems.subList(0, Math.min(MAX_PROBLEMS, problems.size()))) {
      items.add(fragments.fill("item", "picture", problem.picture(), "why", problem.why()));
    }
    if (problems.size() > MAX_PROBLEMS) {
      String more = (problems.size() - MAX_PROBLEMS) + " more";
      items.add(fragments.fill("item", "picture", more, "why", ""));
    }
    return fragments.fill("problems", "items", Fragments.joined(items));
  }
}
