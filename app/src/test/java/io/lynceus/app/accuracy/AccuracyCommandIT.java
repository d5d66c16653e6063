package io.lynceus.app.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterLabels;
import io.lynceus.protocol.reply.LabelsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AccuracyCommandIT {
  private static final String PERSON = "{\"class\": \"person\", \"box\": [25, 10, 425, 500]}";
  private static final String CAT = "{\"class\": \"Cat\", \"box\": [5, 10, 440, 290]}";

  @TempDir Path folder;

  @Test
  void ourPicturesAreScoredInThisProcess() throws IOException {
    sample("astronaut.png");
    sample("chelsea.png");
    sample("rocket.jpg");
    labels("\"astronaut.png\": [%s], \"chelsea.png\": [%s], \"rocket.jpg\": []", PERSON, CAT);

    Run run = accuracy("--json", "--out=" + folder.resolve("page"));

    assertThat(run.exitCode()).describedAs(run.err()).isZero();
    assertThat(run.err()).startsWith("labels: Lynceus JSON, ground_truth.json; 3 pictures");
    JsonNode result = new ObjectMapper().readTree(run.out());
    assertThat(result.at("/pictures/scored").asInt()).isEqualTo(3);
    assertThat(result.at("/empty/pictures").asInt()).isEqualTo(1);
    assertThat(result.at("/models").toString()).startsWith("{\"objects\":[\"");
    assertThat(result.at("/labels"))
        .extracting(label -> label.at("/label").asText(), label -> label.at("/recall").asDouble())
        .containsExactly(tuple("cat", 1.0), tuple("person", 1.0));
    assertThat(Files.readString(folder.resolve("page/accuracy.html"))).contains("</html>");
  }

  @Test
  void aThresholdCanBeTried() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [%s]", PERSON);

    Run run = accuracy("--min-score=1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("| person     |        1 |         – |  0.000 | 1.000 |      1 |            0 |")
        .contains("at the threshold in use (score 1.0)");
  }

  @Test
  void settingsOfASlaveCount() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [%s]", PERSON);

    assertThat(accuracy("--set=analysis.objects.min-score=1").out()).contains("(objects 1)");
    Run unknown = accuracy("--set=analysis.objects.min-scores=1");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("unknown setting analysis.objects.min-scores");
  }

  @Test
  void networksCanBeTriedByName() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [%s]", PERSON);

    Run shipped = accuracy("--json", "--models=objects=centernet-mbv3-coco80:1");
    assertThat(shipped.exitCode()).describedAs(shipped.err()).isZero();
    assertThat(new ObjectMapper().readTree(shipped.out()).at("/models/objects/0").asText())
        .startsWith("centernet-mbv3-coco80:1@");
    Run missing = accuracy("--models=faces=nowhere");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("nowhere");
    assertThat(accuracy("--models=edges=canny").exitCode()).isEqualTo(2);
    assertThat(accuracy("--master=localhost:1", "--models=faces=nowhere").err())
        .contains("--models are for this process");
  }

  @Test
  void whatCannotBeScoredHasALineAndNothingElseIsLost() throws IOException {
    sample("astronaut.png");
    Files.writeString(folder.resolve("text.jpg"), "no picture");
    Path whole = Path.of("..", "samples", "rocket.jpg");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(folder.resolve("half.jpg"), Arrays.copyOf(bytes, bytes.length / 2));
    Arrays.fill(bytes, bytes.length / 3, bytes.length - 2, (byte) 0xD9);
    Files.write(folder.resolve("hurt.jpg"), bytes);
    labels(
        "\"astronaut.png\": [%s], \"hurt.jpg\": [], \"gone\\u001b[2J.jpg\": [], \"half.jpg\": [],"
            + " \"text.jpg\": []",
        PERSON);

    Run run = accuracy();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("5 pictures: 1 scored, 1 missing, 3 broken");
    assertThat(run.err().lines())
        .anyMatch(line -> line.startsWith("gone\\u001b[2J.jpg is not scored: there is no picture"))
        .anyMatch(line -> line.startsWith("half.jpg is not scored: "))
        .anyMatch(line -> line.startsWith("hurt.jpg is not scored: the file is damaged"))
        .anyMatch(line -> line.startsWith("text.jpg is not scored: "));
  }

  @Test
  void labelsThatNoNetworkKnowsAreListed() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [%s, {\"class\": \"fork|lift\", \"box\": [1, 2, 3, 4]}]", PERSON);

    assertThat(accuracy().out())
        .contains("labels that no network knows, not scored: fork|lift 1")
        .contains("all labels |        1 |");
    assertThat(accuracy("--rename=fork|lift=truck").out())
        .doesNotContain("no network knows")
        .contains("| truck ");
    Run none = accuracy("--labels=fork|lift");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("no network knows any of the labels, such as fork|lift");
  }

  @Test
  void aClusterLooksAtEachPictureTwice() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [{\"class\": \"person\", \"box\": [1, 2, 30, 10]}]");
    String nothing =
        ScriptedMaster.COMPLETE.replaceFirst("\\[\\{\"label\".*?]}]", "[]").replace("1}", "0}");
    try (ScriptedMaster master = new ScriptedMaster(nothing, ScriptedMaster.COMPLETE)) {
      Run run = cluster(master);

      assertThat(run.err()).doesNotContain("not scored");
      assertThat(run.out())
          .contains(
              "| person         |        1 |         – |  0.000 | 1.000 |      1 |            0 |")
          .contains("(as the slaves are set), looked at in " + master.address());
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands)
          .anyMatch(line -> line.startsWith("ANALYZE") && line.contains("min-score=0.01"))
          .anyMatch(line -> line.startsWith("ANALYZE") && !line.contains("min-score"));
    }
  }

  @Test
  void aPictureThatTheClusterHadNoTimeForIsToBeTriedAgain() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [%s]", PERSON);
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.PARTIAL, ScriptedMaster.COMPLETE)) {
      Run run = cluster(master);

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.err()).contains("astronaut.png is not scored: faces: too late");
      assertThat(run.out()).contains("1 picture: 0 scored, 0 missing, 0 broken, 1 to be tried");
    }
  }

  @Test
  void aMasterThatIsNotThereCannotBeReached() throws IOException {
    sample("astronaut.png");
    labels("\"astronaut.png\": [%s]", PERSON);
    String address;
    try (ScriptedMaster gone = new ScriptedMaster()) {
      address = gone.address();
    }
    assertThat(accuracy("--master=" + address).exitCode()).isEqualTo(3);
    assertThat(accuracy("--master=" + address, "--set=threads=1").exitCode()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutLabelsIsWrongUsage() {
    Run run = accuracy();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("no labels in " + folder + ": accepted are").hasLineCount(1);
  }

  private void sample(String name) throws IOException {
    Files.copy(Path.of("..", "samples", name), folder.resolve(name));
  }

  private void labels(String text, String... labels) throws IOException {
    Files.writeString(
        folder.resolve("ground_truth.json"), "{" + text.formatted((Object[]) labels) + "}");
  }

  private Run accuracy(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--data=" + folder));
    arguments.addAll(List.of(options));
    return Run.of(new AccuracyCommand(Map.of()), arguments.toArray(String[]::new));
  }

  private Run cluster(ScriptedMaster master) {
    ClusterLabels.Network objects =
        new ClusterLabels.Network(Analysis.OBJECTS, List.of("person"), List.of("s1"));
    master.tellLabels(LabelsJson.write(new ClusterLabels(List.of(objects))));
    return accuracy("--master=" + master.address());
  }
}
