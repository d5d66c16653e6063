package io.lynceus.app.paper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.paper.PaperResult.Loss;
import io.lynceus.app.paper.PaperResult.Technique;
import io.lynceus.app.paper.PaperResult.Times;
import io.lynceus.app.paper.TimesChart.Line;
import io.lynceus.client.FreshFile;
import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import io.lynceus.client.report.Template;
import io.lynceus.common.page.PageStyle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes a result as one HTML file without scripts. */
final class PaperPage {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Fragments fragments = new Fragments(PaperPage.class, "fragments.html");
  private final PaperResult result;

  PaperPage(PaperResult result) {
    this.result = result;
  }

  /** Writes the file, whole or not at all. */
  void write(Path file, LocalDateTime when) throws IOException {
    FreshFile.write(file, markup(when).getBytes(UTF_8));
  }

  String markup(LocalDateTime when) {
    return Template.resource(PaperPage.class, "page.html")
        .fill(
            "style",
            new Html(PageStyle.base() + Template.resource(PaperPage.class, "page.css").text()),
            "pictures",
            result.pictures(),
            "processors",
            result.processors(),
            "when",
            WHEN.format(when),
            "slaves",
            result.slaves(),
            "tiles",
            Fragments.joined(tiles()),
            "rows",
            Fragments.joined(result.times().stream().map(this::row).toList()),
            "charts",
            Fragments.joined(charts()),
            "techniques",
            Fragments.joined(result.techniques().stream().map(this::technique).toList()),
            "promises",
            Fragments.joined(promises()))
        .markup();
  }

  private Times largest() {
    return result.times().get(result.times().size() - 1);
  }

  private List<Html> tiles() {
    Times largest = largest();
    Loss loss = result.loss();
    return List.of(
        tile(
            "",
            "Speed-up",
            factor(largest.speedUp()),
            "%d pictures, %d slaves".formatted(largest.pictures(), result.slaves())),
        tile(
            "",
            "Efficiency",
            share(largest.efficiency(result.processors())),
            "of " + result.processors() + " processors"),
        tile(
            "",
            "Pictures a second",
            number(largest.pictures() / largest.allSlaves()),
            number(largest.pictures() / largest.alone()) + " one after the other"),
        tile(
            loss.complete() < loss.sent() ? "bad" : "",
            "Complete, a slave killed",
            loss.complete() + "/" + loss.sent(),
            loss.again() + " units were given out again"));
  }

  private Html tile(String kind, String name, Object value, String note) {
    return fragments.fill("tile", "kind", kind, "name", name, "value", value, "note", note);
  }

  private Html row(Times times) {
    return fragments.fill(
        "row",
        "pictures",
        times.pictures(),
        "alone",
        number(times.alone()),
        "one",
        number(times.oneSlave()),
        "all",
        number(times.allSlaves()),
        "speedUp",
        factor(times.speedUp()),
        "efficiency",
        share(times.efficiency(result.processors())));
  }

  private List<Html> charts() {
    TimesChart chart = new TimesChart(fragments, result.times());
    String slaves = result.slaves() + " slaves";
    Line one = new Line("one", "1 slave", Times::oneSlave);
    Line all = new Line("all", slaves, Times::allSlaves);
    return List.of(
        chart.markup(
            "Time",
            "seconds",
            "Seconds over the number of pictures; the table above has the figures",
            List.of(new Line("alone", "one after the other", Times::alone), one, all)),
        chart.markup(
            "Speed-up",
            "times as fast",
            "Speed-up over the number of pictures; the table above has the figures",
            List.of(
                new Line("one", "1 slave", times -> times.alone() / times.oneSlave()),
                new Line("all", slaves, Times::speedUp))));
  }

  private Html technique(Technique technique) {
    if (technique.found().isEmpty()) {
      return fragments.fill(
          "absent",
          "name",
          technique.name(),
          "how",
          technique.how(),
          "problem",
          technique.problem().orElse("it looked at no picture"));
    }
    return fragments.fill(
        "technique",
        "name",
        technique.name(),
        "how",
        technique.how(),
        "found",
        technique.found().get(),
        "pictures",
        technique.pictures().map(String::valueOf).orElse("unknown"),
        "time",
        technique.millis().map(PaperPage::number).orElse("unknown"));
  }

  private List<Html> promises() {
    return promises(result)
        .map(
            line -> {
              String[] parts = line.split(" \\| ", 2);
              return fragments.fill("promise", "promise", parts[0], "evidence", parts[1]);
            })
        .toList();
  }

  /** Lines {@code promise | evidence}, with the figures of the result. */
  static Stream<String> promises(PaperResult result) {
    Times largest = result.times().get(result.times().size() - 1);
    Loss loss = result.loss();
    String speed =
        "%d pictures %s times as fast with %d slaves on %d processors"
            .formatted(
                largest.pictures(),
                number(largest.speedUp()),
                result.slaves(),
                result.processors());
    String lost =
        "a slave was killed: %d of %d pictures complete".formatted(loss.complete(), loss.sent());
    return Template.resource(PaperPage.class, "promises.txt")
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replace("{speed}", speed).replace("{loss}", lost));
  }

  private static String factor(double value) {
    return number(value) + "×";
  }

  private static String share(double value) {
    return Math.round(100 * value) + " %";
  }

  /** Three digits at most, so that no more is said than was measured. */
  private static String number(double value) {
    String form = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }
}
