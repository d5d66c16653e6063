package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of {@code lynceus paper} names tests and benchmarks as evidence: they exist. */
class PromisesTest {
  private static final Path PROMISES =
      Sources.ROOT.resolve("app/src/main/resources/io/lynceus/app/paper/promises.txt");

  private static final Pattern NAME = Pattern.compile("\\b([A-Z]\\w+(?:Test|IT))\\b");
  private static final Pattern BENCHMARK = Pattern.compile("\\bbenchmarks/[a-z-]+");

  @Test
  void whatIsNamedAsEvidenceExists() {
    String text = Sources.text(PROMISES);
    var tests =
        Sources.testFiles().stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());

    assertThat(NAME.matcher(text).results().map(MatchResult::group).toList())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(tests).contains(name));
    List<String> benchmarks =
        BENCHMARK.matcher(text).results().map(MatchResult::group).distinct().toList();
    assertThat(benchmarks)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Files.exists(Sources.ROOT.resolve(name))).isTrue());
  }
}
