package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each decision in docs/adr names the tests that fail without it. */
class DecisionsTest {
  private static final String LINE = "**Test.** ";

  static List<Path> decisions() throws IOException {
    try (Stream<Path> files = Files.list(Sources.ROOT.resolve("docs/adr"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void namesTestsThatThereAre(Path decision) throws IOException {
    String text = Files.readString(decision);
    assertThat(text).as("a line that begins with %s", LINE).contains(LINE);
    NamedTests.requireThatTheyAreThere(text.substring(text.indexOf(LINE)));
  }
}
