package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.match.MatchAnalyzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

class MatchAnalyzerTest extends AnalyzerContract {
  private static final Analysis MATCH = new Analysis("match");
  private static final Question ALL = Question.of(AskOptions.NONE.with("min-score", "0"));

  @TempDir static Path patterns;
  @TempDir private Path folder;

  @Override
  Analyzer open() throws IOException {
    Mat person = TestImage.sample("astronaut.png").pixels();
    write(patterns, "face", person.submat(new Rect(180, 60, 90, 110)));
    return open(Map.of("dir", patterns.toString()));
  }

  @Override
  AnalysisDescriptor descriptor() {
    return new MatchAnalyzer.Plugin().descriptor();
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.boxes().isEmpty();
  }

  private static Analyzer open(Map<String, String> settings) throws IOException {
    return new MatchAnalyzer.Plugin()
        .open(VisionConfig.defaults().with(MATCH, settings).settingsOf(MATCH));
  }

  private static void write(Path folder, String name, Mat pixels) {
    Imgcodecs.imwrite(folder.resolve(name + ".png").toString(), pixels);
  }

  /** A sign with a few strokes, 80x60. */
  private static Mat sign(int seed) {
    Mat sign = new Mat(60, 80, CvType.CV_8UC3, Scalar.all(200));
    Imgproc.rectangle(sign, new Rect(4, 4, 72, 52), Scalar.all(40), 3);
    if (seed == 0) {
      Imgproc.putText(sign, "EXIT", new Point(10, 40), 0, 0.8, Scalar.all(20), 2);
    } else {
      Imgproc.circle(sign, new Point(40, 30), 18, Scalar.all(60), 4);
      Imgproc.line(sign, new Point(12, 12), new Point(66, 46), Scalar.all(90), 3);
    }
    return sign;
  }

  /** A wall with some structure and noise, 640x480. */
  private static Mat wall() {
    Core.setRNGSeed(5);
    Mat wall = new Mat(480, 640, CvType.CV_8UC3);
    Core.randu(wall, 0, 256);
    Imgproc.GaussianBlur(wall, wall, new Size(), 6);
    Core.normalize(wall, wall, 70, 190, Core.NORM_MINMAX);
    Mat noise = new Mat(480, 640, CvType.CV_8UC3);
    Core.randn(noise, 128, 4);
    Core.addWeighted(wall, 1, noise, 1, -128, wall);
    return wall;
  }

  /** Puts a sign on the wall, with its centre at that place. */
  private static Mat put(Mat wall, Mat sign, Point centre, double scale, double degrees) {
    Mat turn = Imgproc.getRotationMatrix2D(new Point(39.5, 29.5), degrees, scale);
    turn.put(0, 2, turn.get(0, 2)[0] + centre.x - 39.5);
    turn.put(1, 2, turn.get(1, 2)[0] + centre.y - 29.5);
    Imgproc.warpAffine(
        sign, wall, turn, wall.size(), Imgproc.INTER_LINEAR, Core.BORDER_TRANSPARENT);
    return wall;
  }

  private static Findings look(Analyzer analyzer, Mat pixels, Question question) throws Exception {
    try (SharedPicture picture = TestImage.of(pixels, ImageFormat.PNG).open()) {
      return analyzer.analyze(picture.forUnit(), question);
    }
  }

  private static Point centre(Box box) {
    return new Point(box.x() + box.width() / 2, box.y() + box.height() / 2);
  }

  private Analyzer signs() throws IOException {
    write(folder, "exit", sign(0));
    write(folder, "no-entry", sign(1));
    return open(Map.of("dir", folder.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0",
    "1.4, 0, 1, 0",
    "0.72, 0, 1, 0",
    "1, 9, 1, 0",
    "1.25, -7, 1, 0",
    "1, 0, 0.4, 60",
    "1.1, 4, 0.5, 20"
  })
  void aPatternIsFoundWhereItIsInSizeTurnAndLight(
      double scale, double degrees, double gain, double offset) throws Exception {
    Mat scene = put(wall(), sign(0), new Point(410, 170), scale, degrees);
    scene.convertTo(scene, -1, gain, offset);
    try (Analyzer analyzer = signs()) {
      List<Detection> found = look(analyzer, scene, Question.DEFAULT).boxes();

      assertThat(found).extracting(each -> each.label().orElseThrow()).containsExactly("exit");
      Detection exit = found.get(0);
      assertThat(exit.score()).isBetween(0.7f, 1f);
      assertThat(centre(exit.box()).x).isCloseTo(410, within(2.5));
      assertThat(centre(exit.box()).y).isCloseTo(170, within(2.5));
      assertThat(Double.parseDouble(exit.attributes().get("scale")) / scale)
          .isCloseTo(1, within(0.08));
      assertThat(Double.parseDouble(exit.attributes().get("rotation")))
          .isCloseTo(degrees, within(3.5));
    }
  }

  @Test
  void eachPlaceIsFoundOnceAndEachPatternByItsName() throws Exception {
    Mat scene = put(wall(), sign(0), new Point(120, 100), 1, 0);
    put(scene, sign(0), new Point(500, 380), 1, 0);
    put(scene, sign(1), new Point(330, 240), 1, 0);
    try (Analyzer analyzer = signs()) {
      assertThat(look(analyzer, scene, Question.DEFAULT).boxes())
          .extracting(each -> each.label().orElseThrow())
          .containsExactlyInAnyOrder("exit", "exit", "no-entry");
      Question one = Question.of(AskOptions.NONE.with("labels", "no entry"));
      assertThat(look(analyzer, scene, one).boxes())
          .extracting(each -> each.label().orElseThrow())
          .containsExactly("no-entry");
    }
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    try (Analyzer analyzer = signs()) {
      assertThat(look(analyzer, wall(), Question.DEFAULT).boxes()).isEmpty();
      assertThat(look(analyzer, wall(), ALL).boxes()) // they are bounded all the same
          .hasSizeBetween(1, 40)
          .allMatch(each -> each.score() < 0.55);
    }
  }

  @Test
  void inALargePictureThePlaceIsInItsPixels() throws Exception {
    Mat scene = put(wall(), sign(1), new Point(200, 300), 1, 0);
    Imgproc.resize(scene, scene, new Size(), 2, 2, Imgproc.INTER_CUBIC);
    Mat large = new Mat();
    Imgproc.resize(sign(1), large, new Size(), 2, 2, Imgproc.INTER_CUBIC);
    write(folder, "large", large);
    try (Analyzer analyzer = open(Map.of("dir", folder.toString()))) {
      Box box = look(analyzer, scene, Question.DEFAULT).boxes().get(0).box();

      assertThat(centre(box).x).isCloseTo(400, within(5.0));
      assertThat(centre(box).y).isCloseTo(600, within(5.0));
      assertThat(box.width()).isCloseTo(160, within(16f));
    }
  }

  @Test
  void theLabelsAreTheNamesOfTheFiles() throws Exception {
    try (Analyzer analyzer = signs()) {
      assertThat(analyzer.labels()).containsExactly("exit", "no-entry");
    }
  }

  @Test
  void aFlatPatternIsRefusedWithAdvice() {
    Mat flat = new Mat(40, 40, CvType.CV_8UC3, Scalar.all(120));
    Core.randn(flat, 120, 3);
    write(folder, "plate", flat);

    assertThatThrownBy(() -> open(Map.of("dir", folder.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plate.png")
        .hasMessageContaining("it is flat")
        .hasMessageContaining("cut it so that it has edges in it");
  }

  @Test
  void whatCannotBeAPatternIsNamed() throws Exception {
    assertThatThrownBy(() -> open(Map.of("dir", folder.toString())))
        .hasMessageContaining("analysis.match.dir has 1 to 50 pictures");
    assertThatThrownBy(() -> open(Map.of("dir", folder.resolve("none").toString())))
        .hasMessageContaining("analysis.match.dir is no folder");
    write(folder, "small", sign(0).submat(new Rect(0, 0, 15, 40)));
    assertThatThrownBy(() -> open(Map.of("dir", folder.toString())))
        .hasMessageContaining("small.png")
        .hasMessageContaining("16 to 1024 pixels");
    Files.delete(folder.resolve("small.png"));
    Files.writeString(folder.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> open(Map.of("dir", folder.toString())))
        .hasMessageContaining("text.png");
    Files.delete(folder.resolve("text.png"));
    write(folder, "a,b", sign(0));
    assertThatThrownBy(() -> open(Map.of("dir", folder.toString()))).hasMessageContaining("comma");
  }

  @Test
  void whatWouldTakeTooLongIsRefused() {
    for (int i = 0; i < 6; i++) {
      write(folder, "sign" + i, sign(0));
    }
    assertThatThrownBy(() -> open(Map.of("dir", folder.toString(), "scale", "4", "rotation", "45")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lower scale or rotation");
  }

  @Test
  void withoutPatternsItSaysWhatToDo() throws Exception {
    try (Analyzer analyzer = open(Map.of())) {
      assertThatThrownBy(() -> look(analyzer, wall(), Question.DEFAULT))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("analysis.match.dir");
    }
  }
}
