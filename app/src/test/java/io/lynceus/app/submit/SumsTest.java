package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.app.ScriptedMaster;
import io.lynceus.app.cli.Style;
import io.lynceus.client.Totals;
import io.lynceus.protocol.reply.MalformedReplyException;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of all images together: unknown is never 0. */
class SumsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void theLastLineSaysWhereASumIsNotKnown() throws MalformedReplyException {
    assertThat(SubmitCommand.summary(threeImages(), SECOND))
        .isEqualTo(
            "3 images: 1 complete, 1 partial, 1 rejected; person ≥ 1 · not known in 1 of 3,"
                + " face ≥ 0 · not known in 2 of 3; 3.0 images/s in 1.0 s");
  }

  @Test
  void onATerminalTheLastLineFitsAndUnknownHasItsColour() throws MalformedReplyException {
    Submission.Result result = new Submission.Result(threeImages(), 0, 0, SECOND);
    assertThat(SubmitCommand.lastLines(result, new Style(80, 24, true)))
        .containsExactly(
            "3 images: 1 complete, 1 partial, 1 rejected; person \u001b[35m≥ 1 · not known in 1 of"
                + " 3\u001b[0m,",
            "  face \u001b[35m≥ 0 · not known in 2 of 3\u001b[0m; 3.0 images/s in 1.0" + " s");
  }

  @Test
  void whatIsUnknownOfAllLabelsIsSaidOnce() throws MalformedReplyException {
    String both = ScriptedMaster.COMPLETE.replace("\"person\":1", "\"person\":2,\"tie\":1");
    assertThat(SubmitCommand.summary(totals(both, ScriptedMaster.REJECTED), SECOND))
        .contains("; person ≥ 2, tie ≥ 1 · each not known in 1 of 2; ");
  }

  @Test
  void theLastLineNamesTheMostFrequentLabels() throws MalformedReplyException {
    StringBuilder counts = new StringBuilder("\"label-0\":0");
    for (int i = 1; i < 11; i++) {
      counts.append(",\"label-").append(i).append("\":").append(i);
    }
    Totals totals = totals(ScriptedMaster.COMPLETE.replace("\"person\":1", counts));
    assertThat(SubmitCommand.summary(totals, SECOND))
        .contains("; label-10 10, label-9 9, ", "label-3 3, and 3 other labels; ")
        .doesNotContain("label-2");
  }

  @Test
  void withoutCountsThereAreNoSums() throws MalformedReplyException {
    assertThat(SubmitCommand.summary(totals(ScriptedMaster.REJECTED), SECOND))
        .isEqualTo("1 image: 0 complete, 0 partial, 1 rejected; 1.0 images/s in 1.0 s");
  }

  @Test
  void inCsvAnUnknownCountIsEmpty() throws MalformedReplyException {
    assertThat(SumsFile.csv(threeImages()))
        .isEqualTo(
            """
            label,count,at_least,unknown_images,images
            person,,1,1,3
            face,,0,2,3
            """);
    assertThat(SumsFile.csv(totals(ScriptedMaster.COMPLETE))).contains("\nperson,1,1,0,1\n");
  }

  @Test
  void inCsvALabelIsNeitherAFormulaNorTwoColumns() throws MalformedReplyException {
    Totals totals = totals(ScriptedMaster.COMPLETE.replace("\"person\":1", "\"=1,\\\"2\":1"));
    assertThat(SumsFile.csv(totals)).contains("\n\"'=1,\"\"2\",1,1,0,1\n");
  }

  @Test
  void inJsonAnUnknownCountIsNull() throws MalformedReplyException {
    assertThat(SumsFile.json(threeImages(), SECOND))
        .isEqualTo(
            "{\"images\":3,\"complete\":1,\"partial\":1,\"rejected\":1,\"elapsedMs\":1000,"
                + "\"sums\":[{\"label\":\"person\",\"count\":null,\"atLeast\":1,"
                + "\"unknownImages\":1},{\"label\":\"face\",\"count\":null,\"atLeast\":0,"
                + "\"unknownImages\":2}]}\n");
    assertThat(SumsFile.json(totals(ScriptedMaster.COMPLETE), SECOND))
        .contains("{\"label\":\"person\",\"count\":1,\"atLeast\":1,\"unknownImages\":0}");
  }

  @Test
  void theEndOfTheNameSaysTheForm() throws IOException, MalformedReplyException {
    Path file = folder.resolve("new/sums.CSV");
    SumsFile.at(file).write(threeImages(), SECOND);
    assertThat(file).content().startsWith("label,");
    assertThatThrownBy(() -> SumsFile.at(folder.resolve("sums.txt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".csv or .json");
    assertThat(folder.toFile().list()).containsExactly("new");
  }

  private static Totals threeImages() throws MalformedReplyException {
    return totals(ScriptedMaster.COMPLETE, ScriptedMaster.PARTIAL, ScriptedMaster.REJECTED);
  }

  private static Totals totals(String... lines) throws MalformedReplyException {
    Totals totals = new Totals();
    for (String line : lines) {
      totals.add(ReplyJson.read(line).reply());
    }
    return totals;
  }
}
