package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.UnitOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void whatIsNotAskedIsNotSaid() {
    assertThat(Commands.analyze(7, "x", SubmitOptions.DEFAULT)).isEqualTo("ANALYZE size=7 id=x\n");
    assertThat(Commands.set(SubmitOptions.DEFAULT)).isEmpty();
  }

  @Test
  void everyOptionIsSaid() {
    SubmitOptions options =
        new SubmitOptions(
            new LinkedHashSet<>(List.of(Analysis.FACES, Analysis.EDGES)),
            new UnitOptions(true, List.of("person", "traffic light"), OptionalDouble.of(0.25)),
            Optional.of(Duration.ofSeconds(3)),
            Optional.of("a.jpg"));
    assertThat(Commands.analyze(1, "x", options))
        .isEqualTo(
            "ANALYZE size=1 id=x analyses=faces,edges edges=png labels=\"person,traffic light\""
                + " min-score=0.25 deadline=3000ms name=\"a.jpg\"\n");
  }

  @Test
  void quotesAndBackslashesAreEscapedAndControlsReplaced() {
    assertThat(
            Commands.analyze(1, "x", SubmitOptions.DEFAULT.withName("a \"b\\c\"\r\nQUIT\u0000é")))
        .isEqualTo("ANALYZE size=1 id=x name=\"a \\\"b\\\\c\\\"??QUIT?é\"\n");
  }

  @Test
  void ofALongNameTheEndIsSent() {
    String fits = "x".repeat(Commands.MAX_NAME_LENGTH);
    assertThat(Commands.set(SubmitOptions.DEFAULT.withName(fits)))
        .isEqualTo("SET name=\"" + fits + "\"\n");
    String cut = Commands.set(SubmitOptions.DEFAULT.withName("😀" + fits.substring(1)));
    assertThat(cut).startsWith("SET name=\"…xxx").doesNotContain("?");
  }

  @Test
  void labelsThatTheListCannotHoldAreRefused() {
    UnitOptions unit = new UnitOptions(false, List.of("a,b"), OptionalDouble.empty());
    assertThatThrownBy(() -> new SubmitOptions(Set.of(), unit, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
