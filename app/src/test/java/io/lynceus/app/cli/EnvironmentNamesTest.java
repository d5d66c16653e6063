package io.lynceus.app.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentNamesTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("LYNCEUS_[A-Z_]*[A-Z]\\b(?!_)");

  @ParameterizedTest
  @CsvSource({
    "LYNCEUS_SECRT, LYNCEUS_SECRET",
    "LYNCEUS_TOKN, LYNCEUS_TOKEN",
    "LYNCEUS_MODELDIR, LYNCEUS_MODELS_DIR",
    "LYNCEUS_MASTERHOST, LYNCEUS_MASTER_HOST",
    "lynceus_secret, LYNCEUS_SECRET",
    "LYNCEUS_THREAD, LYNCEUS_THREADS",
    "LYNCEUS_JAVA_OPT, LYNCEUS_JAVA_OPTS"
  })
  void aMisspeltNameIsToldWithTheNearestOne(String wrong, String nearest) {
    List<String> sentences = EnvironmentNames.withoutEffect(Map.of(wrong, "s3cret"));
    assertThat(sentences).hasSize(1);
    assertThat(sentences.get(0))
        .startsWith("the environment variable " + wrong + " has no effect (did you mean ")
        .contains(nearest)
        .doesNotContain("s3cret");
  }

  @Test
  void aNameThatIsNearToNoneIsToldToo() {
    assertThat(EnvironmentNames.withoutEffect(Map.of("LYNCEUS_\u001bQQQ", "1")))
        .containsExactly(
            "the environment variable LYNCEUS_\\u001bQQQ has no effect; config/master.conf and"
                + " config/slave.conf name those that have");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LYNCEUS_SECRET",
        "LYNCEUS_JAVA_OPTS",
        "LYNCEUS_HEAP",
        "LYNCEUS_MASTER",
        "LYNCEUS_NATIVE_DIR",
        "LYNCEUS_IMAGE",
        "LYNCEUSX",
        "PATH",
        "LYNCEUS_SERVICE_HOST",
        "LYNCEUS_MASTER_SERVICE_PORT_TASKS",
        "LYNCEUS_PORT_7070_TCP_ADDR"
      })
  void namesThatHaveAnEffectAndThoseOfOthersAreNotTold(String name) {
    assertThat(EnvironmentNames.withoutEffect(Map.of(name, "1"))).isEmpty();
    assertThat(EnvironmentNames.withoutEffect(Map.of("LYNCEUS_PORT", "tcp://10.0.0.1:7070")))
        .isEmpty();
  }

  /** A new variable has to be known here too. */
  @Test
  void everyNameThatTheProjectUsesIsKnown() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    List<String> places =
        List.of("lynceus", "config", "docker/compose.yaml", "docker/Dockerfile", "docs", "app/src");
    for (String place : places) {
      try (Stream<Path> files = Files.walk(PROJECT.resolve(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (!file.toString().endsWith(".java")) {
            NAME.matcher(Files.readString(file, ISO_8859_1))
                .results()
                .forEach(it -> names.add(it.group()));
          }
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(30);
    for (String name : names) {
      assertThat(EnvironmentNames.withoutEffect(Map.of(name, "1"))).isEmpty();
    }
  }
}
