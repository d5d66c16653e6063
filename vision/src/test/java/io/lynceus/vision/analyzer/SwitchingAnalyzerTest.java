package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Findings;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Question;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks are folders; what is loaded of them finds nothing, and says which it is. */
class SwitchingAnalyzerTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path models;
  private final List<String> open = new ArrayList<>();
  private SwitchingAnalyzer analyzer;
  private CountDownLatch hold = new CountDownLatch(0);
  private final CountDownLatch entered = new CountDownLatch(1);

  @BeforeAll
  static void load() throws IOException {
    TestImage.loadLibraries();
  }

  @BeforeEach
  void start() throws IOException {
    for (int i = 1; i <= 5; i++) {
      write("mine", String.valueOf(i));
    }
    use("mine:1");
    AnalysisSettings settings =
        new AnalysisSettings(Analysis.FACES, Map.of(), Optional.of(models), Optional.empty());
    analyzer = SwitchingAnalyzer.open(settings, Use.FACES, AnalysisDescriptor.FACES, this::opened);
  }

  @AfterEach
  void end() {
    analyzer.close();
    assertThat(open).isEmpty();
  }

  private void write(String name, String version) throws IOException {
    Path folder = Files.createDirectories(models.resolve(name).resolve(version));
    byte[] file = (name + version).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(folder.resolve("model.onnx"), file);
    Files.writeString(
        folder.resolve("model.conf"), "kind = yunet\nsha256 = " + NetworkFile.sha256(file));
  }

  private void use(String choice) throws IOException {
    Path file = Files.writeString(models.resolve("use.conf"), "faces = \"" + choice + "\"");
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().plusSeconds(choice.hashCode() % 97)));
  }

  /** In the place of a network. */
  private Analyzer opened(NetworkFile file) {
    open.add(file.description().id().version());
    return new Analyzer() {
      @Override
      public Findings analyze(Picture picture, Question question) {
        entered.countDown();
        try {
          hold.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return Findings.ofDetections(file.model(), List.of());
      }

      @Override
      public long workBytes(Size size) {
        return Long.parseLong(file.description().id().version());
      }

      @Override
      public void close() {
        open.remove(file.description().id().version());
      }
    };
  }

  private String modelOf(String choice) throws Exception {
    try (SharedPicture picture = TestImage.sample("astronaut.png").open()) {
      return analyzer.analyze(picture.forUnit(), question(choice)).model();
    }
  }

  private static Question question(String choice) {
    return Question.of(AskOptions.NONE)
        .withNetwork(Optional.of(choice).filter(c -> !c.isEmpty()).map(NetworkChoice::of));
  }

  private String exact(String version) {
    return analyzer.offers().stream()
        .filter(offer -> offer.id().toString().equals("mine:" + version))
        .map(NetworkOffer::model)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNetworkInUseCountsWhereNoneIsNamed() throws Exception {
    assertThat(modelOf("")).startsWith("mine:1@");
    assertThat(open).containsExactly("1");
  }

  @Test
  void anotherIsLoadedBesideItOnceAndANameMeansTheNewest() throws Exception {
    assertThat(modelOf(exact("3"))).isEqualTo(exact("3"));
    assertThat(modelOf(exact("3"))).isEqualTo(exact("3"));
    assertThat(open).containsExactly("1", "3");
    assertThat(modelOf("mine")).startsWith("mine:5@");
    assertThat(modelOf("")).startsWith("mine:1@");
    assertThat(analyzer.workBytes(new Size(1, 1), question(exact("3")))).isEqualTo(3);
    assertThat(analyzer.workBytes(new Size(1, 1))).isEqualTo(1);
  }

  @Test
  void oneThatIsNotThereFailsTheAnalysisAndNamesThoseThatAre() {
    assertThatThrownBy(() -> modelOf("other"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("other")
        .hasMessageContaining("mine:1@");
  }

  @Test
  void theOneThatWasNotUsedForTheLongestTimeMakesRoom() throws Exception {
    for (String version : List.of("2", "3", "4", "2", "5")) {
      assertThat(modelOf(exact(version))).isEqualTo(exact(version));
    }
    assertThat(open).containsExactlyInAnyOrder("1", "2", "4", "5");
  }

  @Test
  void aNewChoiceCountsAtOnceAndTheOldOneEndsWhatItHas() throws Exception {
    hold = new CountDownLatch(1);
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return modelOf("");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    entered.await();
    use("mine:2");
    analyzer.refresh(Duration.ZERO);
    assertThat(analyzer.offers())
        .filteredOn(NetworkOffer::inUse)
        .extracting(NetworkOffer::id)
        .hasToString("[mine:2]");
    assertThat(open).as("it is still at work").containsExactly("1", "2");
    hold.countDown();
    assertThat(running.get()).startsWith("mine:1@");
    assertThat(modelOf("")).startsWith("mine:2@");
    analyzer.refresh(Duration.ZERO);
    assertThat(open).containsExactly("2");
  }

  @Test
  void aChoiceThatCannotBeUsedLeavesTheOneInUse() throws Exception {
    use("nothing");
    analyzer.refresh(LONG);
    assertThat(modelOf("")).startsWith("mine:1@");
  }

  @Test
  void whatComesAndGoesInTheFolderIsOffered() throws Exception {
    write("more", "1");
    analyzer.refresh(LONG);
    assertThat(analyzer.offers())
        .extracting(offer -> offer.id().toString())
        .contains("mine:1", "more:1", "blazeface-back:1");
    assertThat(modelOf("more")).startsWith("more:1@");
  }
}
