package io.lynceus.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.spark.report.ReportPage.Heading;
import io.lynceus.spark.report.TableFacts.CameraDays;
import io.lynceus.spark.report.TableFacts.Example;
import io.lynceus.spark.report.TableFacts.LabelCount;
import io.lynceus.spark.report.TableFacts.LabelDays;
import io.lynceus.spark.report.TableFacts.Reason;
import io.lynceus.spark.report.TableFacts.SlowPicture;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

  private static String page(TableFacts facts) {
    Heading heading =
        new Heading(
            "/stills", "/table", Instant.parse("2026-11-30T20:00:00Z"), Duration.ofSeconds(125));
    return new ReportPage(facts, heading).markup();
  }

  private static TableFacts facts() {
    TreeMap<LocalDate, Long> days =
        new TreeMap<>(Map.of(FIRST, 10L, FIRST.plusDays(1), 5L, FIRST.plusDays(3), 20L));
    TreeMap<LocalDate, LabelCount> persons =
        new TreeMap<>(
            Map.of(
                FIRST,
                new LabelCount(20, 0, 10),
                FIRST.plusDays(1),
                new LabelCount(0, 5, 5),
                FIRST.plusDays(3),
                new LabelCount(16, 4, 20)));
    TreeMap<LocalDate, LabelCount> cars =
        new TreeMap<>(
            Map.of(
                FIRST,
                new LabelCount(0, 0, 10),
                FIRST.plusDays(1),
                new LabelCount(0, 0, 5),
                FIRST.plusDays(3),
                new LabelCount(0, 0, 20)));
    return new TableFacts(
        days,
        9,
        List.of(
            new CameraDays(Optional.of("yard"), days),
            new CameraDays(Optional.empty(), new TreeMap<>(Map.of(FIRST, 1L)))),
        7,
        List.of(new LabelDays("person", persons), new LabelDays("car", cars)),
        List.of(new Reason("objects poison", "two processes ended", 9)),
        List.of(new SlowPicture("yard/<script>.jpg", 768, 576, 2048, 1234.5)),
        List.of(new Reason("CORRUPT", "it ends too early", 3)),
        3,
        List.of(new Example("a/b.jpg", "CORRUPT", "it ends too early")));
  }

  @Test
  void saysWhatIsThereAndNeverCallsTheUnknownNothing() {
    String page = page(facts());

    assertThat(page).contains("<dt>Pictures</dt><dd>35<small>");
    assertThat(page).contains("≥ 36 · not known in 9 of 35");
    assertThat(page).contains("<tr><th scope=\"row\">2026-11-01</th><td>10</td><td>20</td>");
    assertThat(page)
        .contains("<tr><th scope=\"row\">2026-11-02</th><td>5</td><td>not known</td>\n<td>0</td>");
    assertThat(page).contains("<tr><th scope=\"row\">2026-11-04</th><td>20</td><td>≥ 16</td>");
    assertThat(page).doesNotContain("2026-11-03</th>"); // no picture
    assertThat(page).contains("5 further cameras have fewer pictures.");
    assertThat(page).contains("<th scope=\"row\">not known</th>"); // no camera
    assertThat(page).contains("objects poison", "two processes ended");
    assertThat(page).contains("it ends too early", "The first 1 of 3");
    assertThat(page).contains("2 min 5 s", "1.2 s");
  }

  @Test
  void namesAreNoMarkup() {
    assertThat(page(facts())).contains("yard/&lt;script&gt;.jpg").doesNotContain("<script");
  }

  @Test
  void aPasswordIsNotShown() {
    Heading heading =
        new Heading("ftp://u:pass@h/a", "abfs://box@h/b", Instant.EPOCH, Duration.ofSeconds(1));
    assertThat(new ReportPage(facts(), heading).markup())
        .contains("ftp://h/a", "abfs://box@h/b")
        .doesNotContain("pass@");
  }

  /** Two persons a picture, nothing known, no picture, one person a picture. */
  @Test
  void aCurveHasGapsWhereNobodyKnows() {
    String page = page(facts());
    int chart = page.indexOf("<strong>person</strong>");
    String dots = page.substring(page.indexOf("class=\"curve dots\" d=\"", chart) + 22);
    assertThat(dots).startsWith("M71.5 10.0h0M260.5 69.0h0\"");
    assertThat(page.substring(chart)).contains("class=\"curve\" d=\"\"");
    String unknown = page.substring(page.indexOf("class=\"unknown\" d=\"", chart) + 19);
    assertThat(unknown).startsWith("M103.0 10.0h63.0v118.0h-63.0zM229.0 10.0h63.0v23.6h-63.0z\"");
  }

  @Test
  void knownStepsSideBySideAreALine() {
    String page = page(facts());
    int chart = page.indexOf("<strong>car</strong>");
    String curve = page.substring(page.indexOf("class=\"curve\" d=\"", chart) + 17);
    assertThat(curve).startsWith("M71.5 128.0L134.5 128.0\"");
    assertThat(page.substring(chart)).contains("d=\"M260.5 128.0h0\"");
  }

  @Test
  void anEmptyTableHasAPageToo() {
    TableFacts none =
        new TableFacts(
            new TreeMap<>(),
            0,
            List.of(),
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            List.of());
    assertThat(page(none))
        .contains("There is no picture in the table.")
        .doesNotContain("{{")
        .doesNotContain("<svg");
  }
}
