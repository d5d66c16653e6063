package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Core;
import org.opencv.core.Mat;

/** What every analysis promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnalyzerContract {
  private Analyzer analyzer;

  /** The analyzer under test, with its default settings. */
  abstract Analyzer open() throws IOException;

  abstract AnalysisDescriptor descriptor();

  /** Whether these are the findings of a picture without content. */
  abstract boolean isEmpty(Findings findings);

  @BeforeAll
  void openAnalyzer() throws IOException {
    TestImage.loadLibraries();
    analyzer = open();
  }

  @AfterAll
  void closeAnalyzer() {
    analyzer.close();
  }

  /** A person, whose face is seen, in a scene with edges and corners. */
  static TestImage person() {
    return TestImage.sample("astronaut.png");
  }

  Findings analyze(TestImage image, Question question) throws Exception {
    try (SharedPicture picture = image.open()) {
      return analyzer.analyze(picture.forUnit(), question);
    }
  }

  Findings analyze(TestImage image) throws Exception {
    return analyze(image, Question.DEFAULT);
  }

  @Test
  void itFindsSomethingAndTheSameTwice() throws Exception {
    Findings findings = analyze(person());

    assertThat(isEmpty(findings)).isFalse();
    assertThat(analyze(person())).isEqualTo(findings);
  }

  @Test
  void theFindingsHaveThePartsThatItsDescriptorNames() throws Exception {
    assertThat(descriptor().kinds()).containsAll(analyze(person()).kinds());
  }

  @Test
  void manyThreadsFindTheSameInOnePicture() throws Exception {
    Findings alone = analyze(person());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (SharedPicture picture = person().open()) {
      List<Future<Findings>> findings = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        findings.add(threads.submit(() -> analyzer.analyze(picture.forUnit(), Question.DEFAULT)));
      }
      for (Future<Findings> one : findings) {
        assertThat(one.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void thePictureStaysAsItWas() throws Exception {
    try (SharedPicture shared = person().open()) {
      Picture picture = shared.forUnit();
      Mat colour = picture.colour().clone();
      Mat grey = picture.grey().clone();

      analyzer.analyze(picture, Question.DEFAULT);

      assertThat(Core.norm(picture.colour(), colour, Core.NORM_INF)).isZero();
      assertThat(Core.norm(picture.grey(), grey, Core.NORM_INF)).isZero();
    }
  }

  @Test
  void aPictureThatIsStoredLyingHasTheFindingsOfTheUprightOne() throws Exception {
    assertThat(analyze(person().lying())).isEqualTo(analyze(person()));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5000", "5000, 1", "2, 2", "33, 7", "640, 480"})
  void inAPictureWithoutContentNothingIsFound(int width, int height) throws Exception {
    for (int grey : new int[] {0, 128, 255}) {
      assertThat(isEmpty(analyze(TestImage.flat(width, height, grey)))).isTrue();
    }
  }

  @Test
  void theLowestScoreIsNoError() throws Exception {
    Question all = Question.of(AskOptions.NONE.with("min-score", "0").with("edges", "png"));

    assertThat(analyze(TestImage.flat(5, 1, 90), all).kinds()).isNotEmpty();
  }

  @Test
  void aDamagedImageIsSaidToBeUnreadable() {
    ImageHeader header = new ImageHeader(ImageFormat.JPEG, 10, 10, 1);
    TestImage damaged = new TestImage(ByteBuffer.wrap(new byte[50]), header);

    assertThatThrownBy(() -> analyze(damaged)).isInstanceOf(UnreadableImageException.class);
  }
}
