package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StyleTest {
  private static final Style TERMINAL = new Style(80, 24, true);

  @ParameterizedTest
  @CsvSource({
    "'50 132', '', 132",
    "'0 0', '', 80",
    "'', '', 80",
    "'50 132', 100, 100",
    "'24 20', '', 60",
    "'24 132', 0, 132",
    "'24 132', wide, 132"
  })
  void theWidthIsThatOfTheTerminal(String stty, String columns, int expected) {
    assertThat(Terminal.style(stty, Map.of("COLUMNS", columns)).columns()).isEqualTo(expected);
  }

  @Test
  void thereAreNoColoursWhereTheyAreNotWanted() {
    assertThat(Terminal.style("24 80", Map.of("TERM", "xterm")).colours()).isTrue();
    assertThat(Terminal.style("24 80", Map.of("NO_COLOR", "")).colours()).isTrue();
    assertThat(Terminal.style("24 80", Map.of("NO_COLOR", "1")).colours()).isFalse();
    assertThat(Terminal.style("24 80", Map.of("TERM", "dumb")).colours()).isFalse();
  }

  @Test
  void linesBreakAtSpacesOnly() {
    assertThat(Style.wrap("one two-three four", 2, 9))
        .containsExactly("one", "  two-three", "  four");
    assertThat(Style.wrap("aa bb cc", 1, 5)).containsExactly("aa bb", " cc");
    assertThat(Style.wrap("aa bb cc", 1, 4)).containsExactly("aa", " bb", " cc");
  }

  @Test
  void proseIsNotWiderThanItCanBeRead() {
    assertThat(new Style(200, 24, false).wrap("word ".repeat(50).strip(), 0))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    assertThat(Style.PLAIN.wrap("word ".repeat(50).strip(), 0)).hasSize(1);
  }

  @Test
  void aFileIsALinkOnATerminalOnly() {
    Path file = Path.of("/tmp/Überwachung 1/r.html");
    String address = "file:///tmp/%C3%9Cberwachung%201/r.html";
    assertThat(FileLink.to(file, TERMINAL))
        .isEqualTo("\u001b]8;;" + address + "\u001b\\" + address + "\u001b]8;;\u001b\\");
    assertThat(FileLink.to(file, new Style(80, 24, false))).isEqualTo(address);
    assertThat(FileLink.to(file, Style.PLAIN)).isEqualTo("/tmp/Überwachung 1/r.html");
  }

  @Test
  void ourSequencesPassAndNoOthers() {
    String ours = FileLink.to(Path.of("/tmp/r.html"), TERMINAL) + Ink.BAD.on("x") + "\n";
    assertThat(written(ours)).isEqualTo(ours);
    assertThat(written("\u001b[2J\u001b]0;title\u0007\u001b]8;;https://example.org\u001b\\"))
        .doesNotContain("\u001b");
    assertThat(written("a\u001b[31mb\u001b[5mc")).isEqualTo("a\u001b[31mb\\u001b[5mc");
  }

  private static String written(String text) {
    StringWriter out = new StringWriter();
    PrintWriter safe = SafeWriter.over(new PrintWriter(out));
    safe.print(text);
    safe.flush();
    return out.toString();
  }
}
