package io.lynceus.client.report;

import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Status;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What the page says of all pictures together: sums, why something is not known, and how made. */
final class Summary {
  /** In the first line of the banner; the others are behind it. */
  private static final int FIRST_CAUSES = 2;

  private final Fragments fragments;
  private final Sums sums;

  Summary(Fragments fragments, Sums sums) {
    this.fragments = fragments;
    this.sums = sums;
  }

  /** Such as {@code 31 pictures}. */
  static String pictures(int count) {
    return String.format(Locale.ROOT, "%,d picture%s", count, count == 1 ? "" : "s");
  }

  /** One line: how many pictures, what became of them, what they show. */
  Html line() {
    List<Html> items = new ArrayList<>();
    items.add(item("common", "", pictures(sums.pictures()), ""));
    items.add(
        item(
            "common",
            "",
            String.format(Locale.ROOT, "%,d complete", sums.of(Status.COMPLETE)),
            ""));
    if (sums.of(Status.PARTIAL) > 0) {
      items.add(item("warn", "◐ ", sums.of(Status.PARTIAL) + " partial", ""));
    }
    if (sums.of(Status.REJECTED) > 0) {
      items.add(item("bad", "✕ ", sums.of(Status.REJECTED) + " rejected", ""));
    }
    for (FindingKind kind : sums.lookedFor()) {
      boolean always = kind == FindingKind.PERSON || kind == FindingKind.FACE;
      if (always || sums.found(kind) > 0) {
        int unknown = sums.unknown(kind);
        String note =
            always && unknown > 0
                ? String.format(Locale.ROOT, " · not known in %,d of %,d", unknown, sums.pictures())
                : "";
        String state = (unknown > 0 ? "unsure" : "") + (always ? "" : " common");
        items.add(item(state, "", kind.plural() + " " + sums.amount(kind), note));
      }
    }
    return Fragments.joined(items);
  }

  private Html item(String state, String sign, String text, String note) {
    return fragments.fill("sum", "state", state, "sign", sign, "text", text, "note", note);
  }

  /** Says how many pictures could not be judged, why, and what helps; nothing if all could. */
  Html banner() {
    if (sums.unsure() == 0) {
      return Html.NOTHING;
    }
    List<String> causes =
        sums.causes().stream().map(cause -> cause.getKey() + " in " + cause.getValue()).toList();
    int first = Math.min(FIRST_CAUSES, causes.size());
    String more = causes.size() > first ? " …" : "";
    String remedy =
        sums.worthRetrying() == 0
            ? "To submit them again will not help: the reason is in the files or the options."
            : "Submit "
                + pictures(sums.worthRetrying())
                + " again: the cluster was short of time or room.";
    return fragments.fill(
        "banner",
        "verdict",
        sums.unsure() + " of " + pictures(sums.pictures()) + " not judged in full",
        "first",
        String.join(", ", causes.subList(0, first)) + more,
        "causes",
        Fragments.joined(
            causes.stream().map(cause -> fragments.fill("cause", "text", cause)).toList()),
        "remedy",
        remedy);
  }

  /** The filters by kind, for those that were looked for. */
  Html kinds() {
    List<Html> filters = new ArrayList<>();
    for (FindingKind kind : sums.lookedFor()) {
      filters.add(
          fragments.fill(
              "filter", "kind", kind.key(), "name", kind.key(), "count", sums.showing(kind)));
    }
    return Fragments.joined(filters);
  }

  int unsure() {
    return sums.unsure();
  }

  /** How the report was made. */
  Html footer(Duration elapsed, OffsetDateTime finished, ReportContext context, String omitted) {
    List<Html> facts = new ArrayList<>();
    facts.add(fact("Finished", PictureFacts.WHEN.format(finished)));
    facts.add(fact("Lynceus", context.version()));
    double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
    facts.add(
        fact(
            "Time",
            String.format(
                Locale.ROOT,
                "%s in %.1f s, %.1f a second",
                pictures(sums.pictures()),
                seconds,
                sums.pictures() / seconds)));
    List<String> slaves = new ArrayList<>();
    sums.unitsBySlave().forEach((slave, units) -> slaves.add(slave + " (" + units + " units)"));
    facts.add(fact("Slaves", slaves.isEmpty() ? "none" : String.join(", ", slaves)));
    sums.networks()
        .forEach(
            (key, networks) -> facts.add(fact("Network, " + key, String.join(", ", networks))));
    options(context.ask()).forEach(option -> facts.add(fact(option.getKey(), option.getValue())));
    if (!omitted.isEmpty()) {
      facts.add(fact("Left out", omitted));
    }
    return Fragments.joined(facts);
  }

  private Html fact(String name, String value) {
    return fragments.fill("fact", "name", name, "value", value);
  }

  private static List<Map.Entry<String, String>> options(Ask ask) {
    List<Map.Entry<String, String>> options = new ArrayList<>();
    StringJoiner analyses = new StringJoiner(", ");
    ask.wanted().forEach(analysis -> analyses.add(analysis.key()));
    options.add(Map.entry("Analyses", analyses.toString()));
    options.add(
        Map.entry(
            "Least score", ask.options().value("min-score").orElse("as each network has it")));
    StringJoiner others = new StringJoiner(", ");
    ask.options()
        .values()
        .forEach(
            (key, value) -> {
              if (!key.equals("min-score")) {
                others.add(key + "=" + value);
              }
            });
    ask.deadline().ifPresent(limit -> others.add("deadline=" + limit.toMillis() + "ms"));
    options.add(Map.entry("Other options", others.length() == 0 ? "none" : others.toString()));
    return options;
  }
}
