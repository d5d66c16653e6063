package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Analysis;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Point;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.people.SeenFace;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.TestOnnx;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.network.NetworkFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class EmbeddingAnalyzerTest {
  /** Eyes, nose and mouth of the astronaut. */
  private static final List<Point> ASTRONAUT =
      List.of(new Point(203, 108), new Point(241, 105), new Point(222, 130), new Point(224, 145));

  private static Analyzer shipped;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws Exception {
    TestImage.loadLibraries();
    shipped = new EmbeddingAnalyzer.Plugin().open(AnalysisSettings.none(SeenFace.ANALYSIS));
  }

  @AfterAll
  static void close() {
    shipped.close();
  }

  private static Detection face(float height, List<Point> points) {
    return Detection.pointed(0.9f, new Box(10, 10, 30, height), points);
  }

  private static Findings findings(Analyzer analyzer, TestImage image, Detection... faces)
      throws Exception {
    TreeMap<Analysis, Findings> needs = new TreeMap<>();
    needs.put(Analysis.FACES, Findings.ofDetections("made", List.of(faces)));
    try (SharedPicture picture = image.open()) {
      return analyzer.analyze(picture.forUnit(), new Question(AskOptions.NONE, needs));
    }
  }

  private static List<SeenFace> seen(Analyzer analyzer, TestImage image, Detection... faces)
      throws Exception {
    return SeenFace.of(findings(analyzer, image, faces)).orElseThrow();
  }

  private static FloatVector astronaut(Mat picture, List<Point> points) throws Exception {
    return seen(shipped, TestImage.of(picture, ImageFormat.PNG), face(90, points))
        .get(0)
        .vector()
        .orElseThrow();
  }

  private static double cosine(FloatVector one, FloatVector other) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      sum += one.get(i) * other.get(i);
    }
    return sum;
  }

  @Test
  void theVectorIsThatOfTheNetworkInAnotherRuntime() throws Exception {
    Detection face = face(90, ASTRONAUT);

    Findings findings = findings(shipped, TestImage.sample("astronaut.png"), face);

    assertThat(findings.model()).isEqualTo("mobilefacenet-192:1@d849be3d");
    SeenFace seen = SeenFace.of(findings).orElseThrow().get(0);
    assertThat(seen.face()).isEqualTo(face);
    // By OpenCV's and ONNX Runtime's Python packages.
    FloatVector vector = seen.vector().orElseThrow();
    assertThat(vector.size()).isEqualTo(192);
    assertThat(vector.get(110)).isCloseTo(-0.36935f, within(0.003f));
    assertThat(vector.get(185)).isCloseTo(0.30069f, within(0.003f));
    assertThat(vector.get(52)).isCloseTo(0.26071f, within(0.003f));
    assertThat(vector.get(24)).isCloseTo(0.25001f, within(0.003f));
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    assertThat(seen.quality().height()).isEqualTo(90);
    assertThat(seen.quality().sharpness()).isCloseTo(451.6f, within(5f));
    assertThat(seen.quality().luma()).isCloseTo(143.7f, within(0.5f));
    assertThat(seen.quality().yaw()).isCloseTo(-0.0485f, within(0.001f));
    assertThat(seen.quality().grey()).isFalse();
  }

  @Test
  void aFaceThatIsTurnedOrLargerHasNearlyTheSameVector() throws Exception {
    Mat upright = TestImage.sample("astronaut.png").pixels();
    FloatVector vector = astronaut(upright, ASTRONAUT);
    Mat turned = new Mat();
    Mat rotation = Imgproc.getRotationMatrix2D(new org.opencv.core.Point(256, 256), 40, 1);
    Imgproc.warpAffine(upright, turned, rotation, upright.size());
    List<Point> places = new ArrayList<>();
    for (Point point : ASTRONAUT) {
      places.add(
          new Point(
              (float)
                  (rotation.get(0, 0)[0] * point.x()
                      + rotation.get(0, 1)[0] * point.y()
                      + rotation.get(0, 2)[0]),
              (float)
                  (rotation.get(1, 0)[0] * point.x()
                      + rotation.get(1, 1)[0] * point.y()
                      + rotation.get(1, 2)[0])));
    }
    Mat large = new Mat();
    Imgproc.resize(upright, large, new org.opencv.core.Size(), 4, 4, Imgproc.INTER_CUBIC);
    List<Point> four =
        ASTRONAUT.stream().map(p -> new Point(4 * p.x() + 1.5f, 4 * p.y() + 1.5f)).toList();
    Mat mirrored = new Mat();
    Core.flip(upright, mirrored, 0);

    assertThat(cosine(vector, astronaut(turned, places))).isGreaterThan(0.99);
    assertThat(cosine(vector, astronaut(large, four))).isGreaterThan(0.97);
    assertThat(cosine(vector, astronaut(mirrored, ASTRONAUT)))
        .as("what is no face there")
        .isLessThan(0.55);
  }

  @Test
  void onlyFacesWithEnoughPixelsGetAVector() throws Exception {
    TestImage image = TestImage.sample("astronaut.png");

    List<SeenFace> seen = seen(shipped, image, face(39.9f, ASTRONAUT), face(40, ASTRONAUT));

    assertThat(seen).extracting(face -> face.vector().isPresent()).containsExactly(false, true);
    assertThat(seen.get(0).quality().height()).isEqualTo(39.9f);
  }

  @Test
  void ofAFaceWhosePointsAreInOnePlaceThereIsNoVector() throws Exception {
    List<Point> nowhere = Collections.nCopies(4, new Point(5, 5));

    List<SeenFace> seen = seen(shipped, TestImage.flat(100, 100, 90), face(90, nowhere));

    assertThat(seen.get(0).vector()).isEmpty();
  }

  @Test
  void aNetworkOfTheUsersSeesTheAlignedFace() throws Exception {
    try (Analyzer analyzer = open(averaging("alignment { " + PLACES + " }"))) {
      // Blue 30, green 60, red 120: the network takes red first, and puts out the means.
      Mat picture = new Mat(100, 100, CvType.CV_8UC3, new Scalar(30, 60, 120));
      TestImage image = TestImage.of(picture, ImageFormat.PNG);

      Findings findings = findings(analyzer, image, face(60, ASTRONAUT));

      assertThat(findings.model()).startsWith("mine:1@");
      FloatVector vector = SeenFace.of(findings).orElseThrow().get(0).vector().orElseThrow();
      double length = Math.sqrt(30 * 30 + 60 * 60 + 120 * 120);
      assertThat(vector.size()).isEqualTo(3);
      assertThat(vector.get(0)).isCloseTo((float) (120 / length), within(1e-4f));
      assertThat(vector.get(1)).isCloseTo((float) (60 / length), within(1e-4f));
      assertThat(vector.get(2)).isCloseTo((float) (30 / length), within(1e-4f));
      assertThat(seen(analyzer, image)).isEmpty();
    }
  }

  @Test
  void noMoreThan64FacesGetAVector() throws Exception {
    try (Analyzer analyzer = open(averaging("alignment { " + PLACES + " }"))) {
      Detection[] crowd = Collections.nCopies(66, face(60, ASTRONAUT)).toArray(Detection[]::new);

      List<SeenFace> seen = seen(analyzer, TestImage.flat(300, 300, 90), crowd);

      assertThat(seen).hasSize(66);
      assertThat(seen.subList(0, 64)).allMatch(face -> face.vector().isPresent());
      assertThat(seen.subList(64, 66)).allMatch(face -> face.vector().isEmpty());
    }
  }

  @Test
  void aNetworkWithoutAnAlignmentIsForNoFaces() throws Exception {
    try (Analyzer analyzer = open(averaging(""))) {
      TestImage image = TestImage.flat(100, 100, 90);
      assertThatThrownBy(() -> findings(analyzer, image, face(60, ASTRONAUT)))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("mine:1@")
          .hasMessageContaining("its model.conf has no alignment");
    }
  }

  @Test
  void facesWithoutKeyPointsCannotBeCompared() {
    assertThatThrownBy(() -> findings(shipped, TestImage.flat(100, 100, 90), face(60, List.of())))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("choose another network for faces");
  }

  @Test
  void withoutFacesLookedForItFails() throws Exception {
    try (SharedPicture picture = TestImage.flat(100, 100, 90).open()) {
      assertThatThrownBy(() -> shipped.analyze(picture.forUnit(), Question.DEFAULT))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("faces are missing");
    }
  }

  private static final String PLACES =
      "left-eye = [5, 6], right-eye = [11, 6], nose = [8, 9], mouth = [8, 12]";

  /** A models.dir with a network whose vector is the mean of each channel. */
  private Path averaging(String alignment) throws Exception {
    byte[] onnx =
        new TestOnnx(1, 3, 16, 16)
            .node("GlobalAveragePool", TestOnnx.INPUT, "v")
            .output("v", 1, 3, 1, 1)
            .bytes();
    Path place = Files.createDirectories(folder.resolve("mine").resolve("1"));
    Files.write(place.resolve("model.onnx"), onnx);
    Files.writeString(
        place.resolve("model.conf"),
        "kind = embedding, input { size = [16, 16], channels = rgb }, outputs.vector = v, %s\nsha256 = %s"
            .formatted(alignment, NetworkFile.sha256(onnx)));
    return folder;
  }

  private static Analyzer open(Path models) throws Exception {
    return new EmbeddingAnalyzer.Plugin()
        .open(
            new AnalysisSettings(
                SeenFace.ANALYSIS, Map.of("network", "mine"), Optional.of(models)));
  }
}
