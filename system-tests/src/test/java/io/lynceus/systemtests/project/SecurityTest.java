package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each threat in SECURITY.md has a defence, and the tests that fail without it. */
class SecurityTest {
  private static final String HEADING = "| threat | defence | test |";

  /** Those of the table, without its head and the bold lines that divide it. */
  static List<String> rows() throws IOException {
    return Files.readString(Sources.ROOT.resolve("SECURITY.md"))
        .lines()
        .dropWhile(line -> !line.equals(HEADING))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("| **"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachThreatNamesTestsThatThereAre(String row) throws IOException {
    List<String> cells = Stream.of(row.split("\\|", -1)).map(String::strip).toList();
    assertThat(cells).as("cells between bars, and nothing outside").hasSize(5);
    assertThat(cells.subList(1, 4)).doesNotContain("");
    NamedTests.requireThatTheyAreThere(cells.get(3));
  }

  @Test
  void thereIsOneTable() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(20);
    assertThat(Files.readString(Sources.ROOT.resolve("SECURITY.md"))).containsOnlyOnce(HEADING);
  }
}
