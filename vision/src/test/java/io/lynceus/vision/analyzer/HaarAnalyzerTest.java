package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.haar.HaarAnalyzer;
import io.lynceus.vision.image.SharedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** With a cascade of one feature, which takes what is dark above and bright below for a face. */
class HaarAnalyzerTest extends AnalyzerContract {
  private static final Path DEBIANS =
      Path.of("/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml");

  private static final String ONE_FEATURE =
      """
      <?xml version="1.0"?>
      <opencv_storage><cascade type_id="opencv-cascade-classifier">
        <stageType>BOOST</stageType><featureType>HAAR</featureType>
        <height>24</height><width>24</width>
        <stageParams><maxWeakCount>1</maxWeakCount></stageParams>
        <featureParams><maxCatCount>0</maxCatCount></featureParams>
        <stageNum>1</stageNum>
        <stages><_><maxWeakCount>1</maxWeakCount><stageThreshold>0.5</stageThreshold>
          <weakClassifiers><_><internalNodes>0 -1 0 0.9</internalNodes>
            <leafValues>-1. 1.</leafValues></_></weakClassifiers></_></stages>
        <features><_><rects><_>0 0 24 24 -1.</_><_>0 12 24 12 2.</_></rects><tilted>0</tilted></_>
        </features>
      </cascade></opencv_storage>
      """;

  @TempDir static Path folder;
  private Path cascade = Path.of("");

  @Override
  Analyzer open() throws IOException {
    cascade = Files.writeString(folder.resolve("one-feature.xml"), ONE_FEATURE);
    return open(Map.of("cascade", cascade.toString()));
  }

  @Override
  AnalysisDescriptor descriptor() {
    return new HaarAnalyzer.Plugin().descriptor();
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.boxes().isEmpty();
  }

  private static Analyzer open(Map<String, String> settings) throws IOException {
    return new HaarAnalyzer.Plugin()
        .open(
            VisionConfig.defaults()
                .with(HaarAnalyzer.ANALYSIS, settings)
                .settingsOf(HaarAnalyzer.ANALYSIS));
  }

  /** Grey, with a square of two halves: 120 pixels a side, its edge at y = 300. */
  private static Mat halves(int width, int height, Scalar above, Scalar below) {
    Mat pixels = new Mat(height, width, CvType.CV_8UC3, Scalar.all(128));
    Imgproc.rectangle(pixels, new Rect(340, 240, 120, 60), above, -1);
    Imgproc.rectangle(pixels, new Rect(340, 300, 120, 60), below, -1);
    return pixels;
  }

  private static List<Detection> look(Analyzer analyzer, Mat pixels, AskOptions options)
      throws Exception {
    try (SharedPicture picture = TestImage.of(pixels, ImageFormat.PNG).open()) {
      return analyzer.analyze(picture.forUnit(), Question.of(options)).boxes();
    }
  }

  @Test
  void whatTheCascadeAcceptsIsAFaceAndItsOppositeIsNone() throws Exception {
    try (Analyzer analyzer = open(Map.of("cascade", cascade.toString(), "least-side", "60"))) {
      Scalar dark = Scalar.all(0);
      Scalar bright = Scalar.all(255);

      assertThat(look(analyzer, halves(800, 600, dark, bright), AskOptions.NONE))
          .isNotEmpty()
          .allSatisfy(
              face -> {
                assertThat(face.label()).contains("face");
                assertThat(face.box().y()).isBetween(180f, 290f);
                assertThat(face.box().y() + face.box().height()).isBetween(310f, 430f);
                assertThat(face.box().height()).isGreaterThanOrEqualTo(59f);
                assertThat(face.score()).isBetween(0.5f, 1f);
              });
      assertThat(look(analyzer, new Mat(600, 800, CvType.CV_8UC3, dark), AskOptions.NONE))
          .isEmpty();
    }
  }

  /** The picture is looked at scaled down to a quarter, the boxes are those of the whole. */
  @Test
  void aLargePictureIsScaledAndItsBoxesAreNot() throws Exception {
    try (Analyzer analyzer =
        open(Map.of("cascade", cascade.toString(), "least-side", "100", "long-side", "400"))) {
      Mat large = halves(1600, 1200, Scalar.all(0), Scalar.all(255));

      assertThat(look(analyzer, large, AskOptions.NONE))
          .isNotEmpty()
          .allSatisfy(face -> assertThat(middle(face.box())).isBetween(270.0, 330.0));
    }
  }

  private static double middle(Box box) {
    return box.y() + box.height() / 2.0;
  }

  @Test
  void facesOnWhichFewWindowsAgreeAreLeftOutWhereMoreIsAsked() throws Exception {
    try (Analyzer analyzer = open(Map.of("cascade", cascade.toString(), "least-side", "60"))) {
      Mat pixels = halves(800, 600, Scalar.all(0), Scalar.all(255));
      double best = look(analyzer, pixels, AskOptions.NONE).get(0).score();

      String above = Double.toString(Math.min(1, best + 0.001));
      assertThat(look(analyzer, pixels, AskOptions.NONE.with("min-score", above))).isEmpty();
      assertThat(look(analyzer, pixels, AskOptions.NONE.with("min-score", "0.5"))).isNotEmpty();
    }
  }

  @Test
  void aFileThatIsNoCascadeIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.xml"), "<notes/>");
    for (Path none : List.of(text, folder, folder.resolve("missing.xml"))) {
      assertThatThrownBy(() -> open(Map.of("cascade", none.toString())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("analysis.haar.cascade")
          .hasMessageContaining(none.toString());
    }
  }

  @Test
  void withDebiansCascadeOneFaceOfTheSampleIsTheAstronauts() throws Exception {
    assumeThat(DEBIANS).as("apt-get install opencv-data").exists();
    try (Analyzer analyzer = open(Map.of());
        SharedPicture picture = TestImage.sample("astronaut.png").open()) {
      Findings found = analyzer.analyze(picture.forUnit(), Question.of(AskOptions.NONE));

      assertThat(found.boxes())
          .anySatisfy(
              face -> {
                assertThat(face.box().x() + face.box().width() / 2).isBetween(200f, 250f);
                assertThat(middle(face.box())).isBetween(90.0, 140.0);
              });
    }
  }

  @Test
  void itIsCalledHaar() {
    assertThat(descriptor().analysis()).isEqualTo(new Analysis("haar"));
  }
}
