package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each decision in docs/adr names the tests that fail without it. */
class DecisionsTest {
  private static final String LINE = "**Test.** ";
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-z][A-Za-z0-9]*))?`");

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
    List<MatchResult> named = NAMED.matcher(text.substring(text.indexOf(LINE))).results().toList();
    assertThat(named).as("tests that it names").isNotEmpty();
    for (MatchResult test : named) {
      Optional<Path> file = Sources.testClass(test.group(1));
      assertThat(file).as("the test class %s", test.group(1)).isPresent();
      if (test.group(2) != null) {
        assertThat(file.orElseThrow())
            .content()
            .as("the method of %s", test.group())
            .contains("void " + test.group(2) + "(");
      }
    }
  }
}
