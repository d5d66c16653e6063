package io.lynceus.benchmarks.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  private static final PrintWriter SILENT = new PrintWriter(Writer.nullWriter());

  private final List<String> order = new ArrayList<>();

  @Test
  void sidesTakeTurnsAndEverySecondRoundIsReversed() throws Exception {
    new Rounds(3, SILENT).run(List.of(side("a", 1), side("b", 2)));

    assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
  }

  @Test
  void aRatioIsComputedWithinARound() throws Exception {
    Table table = new Rounds(3, SILENT).run(List.of(side("a", 6, 30, 9), side("b", 3, 10, 9)));

    assertThat(table.ratio("units/s", "a", "b")).contains(new Series(List.of(2.0, 3.0, 1.0)));
    assertThat(table.ratio("units/s", "a", "c")).isEmpty();
  }

  @Test
  void aSeriesShowsItsMedianAndSpread() {
    assertThat(new Series(List.of(3.0, 100.0, 2.0))).hasToString("3.00 (2.00–100)");
    assertThat(new Series(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
  }

  @Test
  void aMissingValueIsADashInTheTable() {
    Table table =
        new Table(Map.of("a", Map.of("units/s", new Series(List.of(5.0))), "b", Map.of()));

    assertThat(table.toMarkdown()).contains("| a | 5.00 (5.00–5.00) |").contains("| b | – |");
  }

  @Test
  void resultsNameMachineDateAndCommit(@TempDir Path folder) throws Exception {
    Table table = new Rounds(1, SILENT).run(List.of(side("a", 5)));

    Path written = new ResultFile("some").add("Why.").add("Figures", table).write(folder);

    assertThat(Files.readString(written))
        .contains(
            "# some", Machine.here().cpu(), Runtime.version().toString(), "Why.", "| a | 5.00");
    assertThat(Path.of(written.toString().replace(".md", ".json")))
        .content()
        .contains("\"commit\"");
  }

  @Test
  void aBusyProcessUsesCpuTime() throws Exception {
    long self = ProcessHandle.current().pid();
    ProcessUse before = ProcessUse.of(self);
    double sum = 0;
    do {
      for (int i = 0; i < 100_000; i++) {
        sum += Math.sqrt(i);
      }
    } while (ProcessUse.of(self).since(before).cpu().toMillis() < 20);

    assertThat(sum).isPositive();
    assertThat(ProcessUse.of(self).residentBytes()).isPositive();
  }

  private Side side(String name, double... values) {
    int[] round = {0};
    return new Side(
        name,
        () -> {
          order.add(name);
          return Map.of("units/s", values[Math.min(round[0]++, values.length - 1)]);
        });
  }
}
