package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tests that a text names: {@code `SomeTest`} or {@code `SomeTest.aBehaviour`}. */
final class NamedTests {
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-z][A-Za-z0-9]*))?`");

  private NamedTests() {}

  /** Fails unless the text names one test at least, and all that it names exist. */
  static void requireThatTheyAreThere(String text) {
    List<MatchResult> named = NAMED.matcher(text).results().toList();
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
