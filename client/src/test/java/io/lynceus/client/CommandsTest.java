package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void defaultsAreNotSent() {
    assertThat(Commands.analyze(7, "x", Ask.DEFAULT)).isEqualTo("ANALYZE size=7 id=x\n");
    assertThat(Commands.set(Ask.DEFAULT)).isEmpty();
  }

  @Test
  void everyOptionIsSent() {
    Ask options =
        Ask.DEFAULT
            .withName("a.jpg")
            .withAnalyses(List.of(Analysis.FACES, Analysis.EDGES))
            .withOption("edges", "png")
            .withOption("labels", "person,traffic light")
            .withOption("min-score", "0.25")
            .withDeadline(Optional.of(Duration.ofSeconds(3)))
            .withCamera(Optional.of(new Camera("gate_1")))
            .withTime(Optional.of(OffsetDateTime.parse("2026-11-29T14:05:00+01:00")));
    assertThat(Commands.analyze(1, "x", options))
        .isEqualTo(
            "ANALYZE size=1 id=x analyses=faces,edges edges=png labels=\"person,traffic light\""
                + " min-score=0.25 deadline=3000ms camera=gate_1 time=2026-11-29T14:05:00+01:00"
                + " name=\"a.jpg\"\n");
  }

  @Test
  void quotesAndBackslashesAreEscapedAndControlsReplaced() {
    assertThat(Commands.analyze(1, "x", Ask.DEFAULT.withName("a \"b\\c\"\r\nQUIT\u0000é")))
        .isEqualTo("ANALYZE size=1 id=x name=\"a \\\"b\\\\c\\\"??QUIT?é\"\n");
  }

  @Test
  void aLongNameIsCutToItsEnd() {
    String fits = "x".repeat(Commands.MAX_NAME_LENGTH);
    assertThat(Commands.set(Ask.DEFAULT.withName(fits))).isEqualTo("SET name=\"" + fits + "\"\n");
    String cut = Commands.set(Ask.DEFAULT.withName("😀" + fits.substring(1)));
    assertThat(cut).startsWith("SET name=\"…xxx").doesNotContain("?");
  }
}
