package io.lynceus.spark.report;

import io.lynceus.client.TimeWords;
import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import io.lynceus.client.report.Template;
import io.lynceus.common.page.PageStyle;
import io.lynceus.spark.report.TableFacts.CameraDays;
import io.lynceus.spark.report.TableFacts.Example;
import io.lynceus.spark.report.TableFacts.LabelCount;
import io.lynceus.spark.report.TableFacts.LabelDays;
import io.lynceus.spark.report.TableFacts.Reason;
import io.lynceus.spark.report.TableFacts.SlowPicture;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Writes facts as one page of HTML without scripts. */
final class ReportPage {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

  private final Fragments fragments = new Fragments(ReportPage.class, "fragments.html");
  private final TableFacts facts;
  private final Heading heading;

  /**
   * What stands above.
   *
   * @param in the archive
   * @param out the folder of the table
   * @param elapsed how long the run took
   */
  record Heading(String in, String out, Instant when, Duration elapsed) {}

  ReportPage(TableFacts facts, Heading heading) {
    this.facts = facts;
    this.heading = heading;
  }

  String markup() {
    return Template.resource(ReportPage.class, "page.html")
        .fill(
            "style",
            new Html(PageStyle.base() + Template.resource(ReportPage.class, "page.css").text()),
            "in",
            withoutPassword(heading.in()),
            "out",
            withoutPassword(heading.out()),
            "when",
            WHEN.format(heading.when().atOffset(ZoneOffset.UTC)),
            "tiles",
            Fragments.joined(tiles()),
            "time",
            facts.pictures().isEmpty() ? note("There is no picture in the table.") : time(),
            "failures",
            reasons("failures", "Analyses without a result", facts.failures()),
            "slowest",
            slowest(),
            "rejected",
            rejected())
        .markup();
  }

  /** Addresses such as {@code ftp://user:password@host/stills} have one. */
  private static String withoutPassword(String address) {
    return address.replaceFirst("^([^/]+://)[^/:@]*:[^/]*@", "$1");
  }

  private List<Html> tiles() {
    return List.of(
        tile("", "Pictures", facts.pictureCount(), ""),
        tile("", "Days with pictures", facts.pictures().size(), span()),
        tile("", "Cameras", facts.cameraCount(), ""),
        tile(
            facts.partial() > 0 ? "bad" : "",
            "Partial",
            facts.partial(),
            "an analysis has no result"),
        tile(
            facts.rejectedCount() > 0 ? "bad" : "",
            "Rejected",
            facts.rejectedCount(),
            "files and pictures without a row"),
        tile("", "The last run took", TimeWords.seconds(heading.elapsed()), ""));
  }

  private String span() {
    return facts.pictures().isEmpty()
        ? ""
        : facts.pictures().firstKey() + " to " + facts.pictures().lastKey();
  }

  private Html tile(String kind, String name, Object value, String note) {
    return fragments.fill("tile", "kind", kind, "name", name, "value", value, "note", note);
  }

  private Html note(String text) {
    return fragments.fill("note", "text", text);
  }

  private Html time() {
    DayWindow window = DayWindow.of(facts.pictures());
    Plots plots = new Plots(fragments, window);
    return fragments.fill(
        "time",
        "step",
        plots.stepText(),
        "bars",
        plots.pictures(facts.pictures()),
        "outside",
        outside(window),
        "cameras",
        Fragments.joined(cameras(plots)),
        "others",
        others(),
        "charts",
        Fragments.joined(facts.labels().stream().map(plots::label).toList()),
        "head",
        Fragments.joined(facts.labels().stream().map(label -> head(label.label())).toList()),
        "rows",
        Fragments.joined(rows(window)));
  }

  private Html head(String label) {
    return fragments.fill("head", "label", label);
  }

  private Html outside(DayWindow window) {
    SortedMap<LocalDate, Long> before = facts.pictures().headMap(window.first());
    SortedMap<LocalDate, Long> after = facts.pictures().tailMap(window.end());
    long pictures =
        before.values().stream().mapToLong(Long::longValue).sum()
            + after.values().stream().mapToLong(Long::longValue).sum();
    return pictures == 0
        ? Fragments.joined(List.of())
        : note(
            "%d pictures of other days are not in the plots: the first is of %s, the last of %s."
                .formatted(pictures, facts.pictures().firstKey(), facts.pictures().lastKey()));
  }

  private List<Html> cameras(Plots plots) {
    List<Html> rows = new ArrayList<>();
    for (CameraDays camera : facts.cameras()) {
      rows.add(
          fragments.fill(
              "camera",
              "name",
              camera.name().orElse("not known"),
              "pictures",
              camera.pictures().values().stream().mapToLong(Long::longValue).sum(),
              "days",
              camera.pictures().size(),
              "first",
              camera.pictures().firstKey(),
              "last",
              camera.pictures().lastKey(),
              "spark",
              plots.spark(camera.pictures())));
    }
    return rows;
  }

  private Html others() {
    long others = facts.cameraCount() - facts.cameras().size();
    return others <= 0
        ? Fragments.joined(List.of())
        : note(others + " further cameras have fewer pictures.");
  }

  private List<Html> rows(DayWindow window) {
    List<Html> rows = new ArrayList<>();
    long[] pictures = window.pictures(facts.pictures());
    for (int i = 0; i < pictures.length; i++) {
      if (pictures[i] > 0) {
        List<Html> cells = new ArrayList<>();
        for (LabelDays label : facts.labels()) {
          LabelCount count = LabelCount.sum(window.of(i, label.days()));
          cells.add(fragments.fill("cell", "text", text(count, label.label())));
        }
        rows.add(
            fragments.fill(
                "row",
                "day",
                window.day(i),
                "pictures",
                pictures[i],
                "cells",
                Fragments.joined(cells)));
      }
    }
    return rows;
  }

  private static String text(LabelCount count, String label) {
    return count.mean().isEmpty() ? "not known" : count.of(label).bound();
  }

  private Html reasons(String id, String title, List<Reason> reasons) {
    if (reasons.isEmpty()) {
      return Fragments.joined(List.of());
    }
    List<Html> rows =
        reasons.stream()
            .map(
                reason ->
                    fragments.fill(
                        "reason",
                        "kind",
                        reason.kind(),
                        "message",
                        reason.message(),
                        "count",
                        reason.count()))
            .toList();
    return fragments.fill("reasons", "id", id, "title", title, "rows", Fragments.joined(rows));
  }

  private Html slowest() {
    if (facts.slowest().isEmpty()) {
      return Fragments.joined(List.of());
    }
    List<Html> rows = new ArrayList<>();
    for (SlowPicture slow : facts.slowest()) {
      rows.add(
          fragments.fill(
              "slow",
              "path",
              slow.path(),
              "size",
              slow.width() + " × " + slow.height(),
              "bytes",
              String.format(Locale.ROOT, "%.1f KiB", slow.bytes() / 1024.0),
              "time",
              TimeWords.seconds(Duration.ofNanos(Math.round(slow.millis() * 1e6)))));
    }
    return fragments.fill("slowest", "rows", Fragments.joined(rows));
  }

  private Html rejected() {
    Html reasons = reasons("rejected", "Rejected", facts.rejected());
    if (facts.examples().isEmpty()) {
      return reasons;
    }
    List<Html> items = new ArrayList<>();
    for (Example example : facts.examples()) {
      items.add(
          fragments.fill(
              "item", "path", example.path(), "why", example.code() + ": " + example.message()));
    }
    long more = facts.rejectedCount() - facts.examples().size();
    Html list =
        fragments.fill(
            "items",
            "title",
            more > 0
                ? "The first %d of %d".formatted(facts.examples().size(), facts.rejectedCount())
                : "Which",
            "items",
            Fragments.joined(items));
    return Fragments.joined(List.of(reasons, list));
  }
}
