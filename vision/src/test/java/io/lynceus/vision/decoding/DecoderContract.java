package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.TestOnnx;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/**
 * What the decoder of every kind promises. A test of one kind writes known boxes into outputs as
 * its networks do; they are the constants of a network that ONNX Runtime runs.
 */
abstract class DecoderContract {
  /** Of a side, in input pixels: outputs are 32-bit floats, some of them logarithms. */
  private static final float EXACT = 0.05f;

  /** Places of outputs whose number a network decides itself. */
  static final int PLACES = 600;

  private static final String HASH = "0".repeat(64);

  /** What the network's model.conf says beside its hash, its labels and its input's size. */
  abstract String conf();

  /** Whether the kind has labels; then they are a and b. */
  boolean hasLabels() {
    return true;
  }

  /** Fills the outputs of a network that has found nothing; they are 0. */
  void clear(Map<String, float[]> outputs) {}

  /**
   * Writes a box into the outputs.
   *
   * @param number of the box, from 0
   */
  abstract void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known);

  /**
   * A box that is there.
   *
   * @param label 0 or 1
   * @param x0 left side in input pixels, and so on
   */
  record Known(int label, float score, float x0, float y0, float x1, float y1) {
    float x() {
      return (x0 + x1) / 2;
    }

    float y() {
      return (y0 + y1) / 2;
    }

    float width() {
      return x1 - x0;
    }

    float height() {
      return y1 - y0;
    }
  }

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void whereNothingIsNothingIsFound() throws Exception {
    assertThat(found(new Size(333, 217), 224, 0.3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"224, 160", "333, 217", "217, 333", "1920, 1080", "97, 1001", "64, 64"})
  void aBoxIsFoundWhereItIsInAPictureOfAnySize(int width, int height) throws Exception {
    Size picture = new Size(width, height);
    Letterbox letterbox = Letterbox.of(picture, describe(picture, 224).input(), 224);
    float left = letterbox.left();
    float top = letterbox.top();
    float wide = letterbox.scaled().width();
    float high = letterbox.scaled().height();
    Known known =
        new Known(
            hasLabels() ? 1 : 0,
            0.75f,
            left + 0.3f * wide,
            top + 0.35f * high,
            left + 0.72f * wide,
            top + 0.68f * high);

    List<Detection> found = found(picture, 224, 0.3, known);

    assertThat(found).hasSize(1);
    Detection box = found.get(0);
    assertThat(box.score()).isCloseTo(0.75f, within(1e-4f));
    assertThat(box.label().orElse("")).isEqualTo(hasLabels() ? "b" : "");
    assertBox(box.box(), letterbox.box(known.x0, known.y0, known.x1, known.y1), letterbox);
  }

  private static void assertBox(Box found, Box known, Letterbox letterbox) {
    float exact = EXACT * letterbox.picture().longSide() / letterbox.scaled().longSide();
    assertThat(found.x()).isCloseTo(known.x(), within(exact));
    assertThat(found.y()).isCloseTo(known.y(), within(exact));
    assertThat(found.width()).isCloseTo(known.width(), within(2 * exact));
    assertThat(found.height()).isCloseTo(known.height(), within(2 * exact));
  }

  @Test
  void boxesAtTheBordersAreClippedToThePicture() throws Exception {
    Size picture = new Size(400, 320);
    Known corner = new Known(0, 0.9f, -12, -9, 20, 19);
    Known other = new Known(0, 0.8f, 200, 141, 236, 179);

    List<Detection> found = found(picture, 200, 0.3, corner, other);

    Letterbox letterbox = Letterbox.of(picture, describe(picture, 200).input(), 200);
    assertThat(found).hasSize(2);
    for (Detection box : found) {
      assertThat(box.box().x()).isBetween(0f, 400f);
      assertThat(box.box().y()).isBetween(0f, 320f);
      assertThat(box.box().x() + box.box().width()).isBetween(0f, 400.01f);
      assertThat(box.box().y() + box.box().height()).isBetween(0f, 320.01f);
    }
    assertBox(found.get(0).box(), letterbox.box(-12, -9, 20, 19), letterbox);
    assertBox(found.get(1).box(), letterbox.box(200, 141, 236, 179), letterbox);
  }

  @Test
  void aLowerLimitLetsMoreThrough() throws Exception {
    Known[] two = {new Known(0, 0.5f, 20, 20, 52, 52), new Known(0, 0.25f, 120, 90, 160, 130)};

    assertThat(found(new Size(224, 160), 224, 0.3, two)).hasSize(1);
    assertThat(found(new Size(224, 160), 224, 0.2, two)).hasSize(2);
    assertThat(found(new Size(224, 160), 224, 0.6, two)).isEmpty();
  }

  @Test
  void ofTwoThatOverlapTheBetterIsFound() throws Exception {
    Known[] two = {new Known(0, 0.6f, 40, 40, 104, 104), new Known(0, 0.8f, 74, 40, 138, 104)};

    assertThat(found(new Size(224, 160), 224, 0.3, two)).hasSize(2);
    assertThat(found(new Size(224, 160), 224, 0.3, 0.1, two))
        .extracting(box -> Math.round(100 * box.score()))
        .containsExactly(80);
  }

  @Test
  void labelsThatAreNotAskedForAreNotFound() throws Exception {
    if (hasLabels()) {
      Known[] two = {new Known(0, 0.6f, 20, 20, 52, 52), new Known(1, 0.8f, 120, 90, 160, 130)};
      Size picture = new Size(224, 160);
      NetworkDescription network = describe(picture, 224);
      ScoreLimits onlyA =
          ScoreLimits.of(
              network.outputs().labels(),
              label -> label.equals("a") ? 0.3 : Double.POSITIVE_INFINITY,
              0.5);

      assertThat(found(network, picture, 224, onlyA, two))
          .extracting(box -> box.label().orElseThrow())
          .containsExactly("a");
    }
  }

  @Test
  void fiveHundredAreFoundAtOnceAndNoneTwice() throws Exception {
    List<Known> known = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      float x = 18 + i % 25 * 32;
      float y = 18 + i / 25 * 32;
      float half = 8 + i % 3;
      int label = hasLabels() ? i % 2 : 0;
      known.add(new Known(label, 0.4f + i / 1000f, x - half, y - half, x + half, y + half));
    }
    Size picture = new Size(832, 704);

    List<Detection> found = found(picture, 832, 0.3, known.toArray(Known[]::new));

    assertThat(found).hasSize(500);
    Letterbox letterbox = Letterbox.of(picture, describe(picture, 832).input(), 832);
    for (int i = 0; i < 500; i++) {
      Known best = known.get(499 - i);
      assertThat(found.get(i).score()).isCloseTo(best.score(), within(1e-4f));
      assertBox(found.get(i).box(), letterbox.box(best.x0, best.y0, best.x1, best.y1), letterbox);
    }
  }

  @Test
  void whatIsOutOfBoundsIsNeverMoreThanTheMost() throws Exception {
    assertThat(found(new Size(832, 704), 832, 0, 1).size()).isLessThanOrEqualTo(Decoder.MOST_BOXES);
  }

  final List<Detection> found(Size picture, int longSide, double minScore, Known... known)
      throws Exception {
    return found(picture, longSide, minScore, 0.5, known);
  }

  private List<Detection> found(
      Size picture, int longSide, double minScore, double maxOverlap, Known... known)
      throws Exception {
    ScoreLimits limits = ScoreLimits.of(minScore, maxOverlap);
    return found(describe(picture, longSide), picture, longSide, limits, known);
  }

  private List<Detection> found(
      NetworkDescription network, Size picture, int longSide, ScoreLimits limits, Known... known)
      throws Exception {
    Decoder decoder = Decoder.of(network);
    Letterbox letterbox = Letterbox.of(picture, network.input(), longSide);
    Map<String, long[]> shapes = new HashMap<>();
    Map<String, float[]> outputs = new HashMap<>();
    decoder
        .of(letterbox)
        .forEach(
            (name, shape) -> {
              long[] whole =
                  Arrays.stream(shape)
                      .map(extent -> extent == OutputShapes.ANY ? PLACES : extent)
                      .toArray();
              shapes.put(name, whole);
              outputs.put(
                  name, new float[(int) Arrays.stream(whole).reduce(1, Math::multiplyExact)]);
            });
    clear(outputs);
    for (int i = 0; i < known.length; i++) {
      put(outputs, letterbox, i, known[i]);
    }
    TestOnnx onnx = new TestOnnx(1, 3, -1, -1);
    shapes.forEach((name, shape) -> onnx.constant(name, shape, outputs.get(name)));
    NetworkFile file = new NetworkFile(network, "a test's network", onnx.bytes());
    Mat black =
        new Mat(
            letterbox.scaled().height(), letterbox.scaled().width(), CvType.CV_8UC3, Scalar.all(0));
    try (Network running = Network.open(file, decoder, 0);
        Outputs put = running.run(black, letterbox)) {
      return decoder.decode(put, letterbox, limits);
    }
  }

  /** The network for pictures of that size; an input of a fixed size gets that of the picture. */
  private NetworkDescription describe(Size picture, int longSide) throws Exception {
    Size scaled = picture.withLongSide(longSide);
    String text =
        conf()
            .replace("WIDTH", String.valueOf((scaled.width() + 31) / 32 * 32))
            .replace("HEIGHT", String.valueOf((scaled.height() + 31) / 32 * 32));
    return ModelConf.parse(
        new NetworkId("mine", "1"),
        text + "\nsha256 = " + HASH + (hasLabels() ? "\nlabels = [a, b]" : ""));
  }

  /** The cell of a grid that is nearest to a place: its number, rows first. */
  static int cell(Letterbox letterbox, int stride, float x, float y) {
    int columns = (letterbox.input().width() + stride - 1) / stride;
    int rows = (letterbox.input().height() + stride - 1) / stride;
    int column = Math.max(0, Math.min(columns - 1, Math.round(x / stride)));
    int row = Math.max(0, Math.min(rows - 1, Math.round(y / stride)));
    return row * columns + column;
  }

  /** Where that cell begins. */
  static float cellX(Letterbox letterbox, int stride, int cell) {
    return cell % ((letterbox.input().width() + stride - 1) / stride) * stride;
  }

  static float cellY(Letterbox letterbox, int stride, int cell) {
    return cell / ((letterbox.input().width() + stride - 1) / stride) * stride;
  }

  static int cells(Letterbox letterbox, int stride) {
    return ((letterbox.input().width() + stride - 1) / stride)
        * ((letterbox.input().height() + stride - 1) / stride);
  }
}
