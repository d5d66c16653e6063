package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.ShippedNetworks;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlazeFaceTest extends DecoderContract {
  private static final int FINE_ANCHORS = 8 * 4 * 2;
  private static final int COARSE_ANCHORS = 4 * 2 * 6;

  /** 256x128 pixels, shown to the network at half size. */
  private final Letterbox letterbox =
      new Letterbox(new Size(256, 128), new Size(128, 64), new Size(128, 64), 0, 0);

  private final float[] fineScores = new float[FINE_ANCHORS];
  private final float[] fineShapes = new float[FINE_ANCHORS * 16];
  private final float[] coarseScores = new float[COARSE_ANCHORS];
  private final float[] coarseShapes = new float[COARSE_ANCHORS * 16];

  private final BlazeFace shipped;

  BlazeFaceTest() throws NetworkException {
    shipped = new BlazeFace(ShippedNetworks.describe(ShippedNetworks.ALL.get(0)).outputs());
    Arrays.fill(fineScores, -10);
    Arrays.fill(coarseScores, -10);
  }

  @Test
  void anAnchorOfTheFineLayerBecomesAFace() {
    // Row 1, column 3, second anchor: centre (56, 24) in the input.
    int anchor = (1 * 8 + 3) * 2 + 1;
    fineScores[anchor] = 2;
    shape(fineShapes, anchor, 4, -4, 20, 10);

    List<Detection> faces = decode(0.6);

    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).score()).isCloseTo(0.8808f, within(1e-4f));
    assertThat(faces.get(0).box()).isEqualTo(new Box(100, 30, 40, 20));
    assertThat(faces.get(0).points()).hasSize(6);
    assertThat(faces.get(0).points().get(0)).isEqualTo(new Point(112, 50));
    assertThat(faces.get(0).points().get(5)).isEqualTo(new Point(122, 60));
  }

  @Test
  void anAnchorOfTheCoarseLayerBecomesAFace() {
    // Row 0, column 2, last anchor: centre (80, 16) in the input.
    int anchor = 2 * 6 + 5;
    coarseScores[anchor] = 2;
    shape(coarseShapes, anchor, 0, 0, 20, 20);

    assertThat(decode(0.6)).extracting(Detection::box).containsExactly(new Box(140, 12, 40, 40));
  }

  @Test
  void theBestOfBothLayersComesFirstAndSuppressesTheOther() {
    coarseScores[0] = 3;
    shape(coarseShapes, 0, 0, 0, 20, 20);
    fineScores[0] = 2;
    shape(fineShapes, 0, 8, 8, 20, 20);
    fineScores[40] = 4;
    shape(fineShapes, 40, 0, 0, 10, 10);

    assertThat(decode(0.6))
        .extracting(face -> Math.round(100 * face.score()))
        .containsExactly(98, 95);
  }

  @Test
  void aLowerThresholdLetsMoreThrough() {
    fineScores[0] = -1;
    shape(fineShapes, 0, 0, 0, 10, 10);

    assertThat(decode(0.3)).isEmpty();
    assertThat(decode(0.25)).hasSize(1);
  }

  /** Key point k lies k pixels right of and below the anchor, each way as far. */
  private static void shape(float[] shapes, int anchor, float... box) {
    System.arraycopy(box, 0, shapes, anchor * 16, 4);
    for (int k = 0; k < 6; k++) {
      shapes[anchor * 16 + 4 + 2 * k] = k;
      shapes[anchor * 16 + 5 + 2 * k] = k + 1;
    }
  }

  private List<Detection> decode(double minScore) {
    return shipped.decode(outputs(), letterbox, ScoreLimits.of(minScore, 0.3));
  }

  @Override
  String conf() {
    return "kind = blazeface";
  }

  @Override
  boolean hasLabels() {
    return false;
  }

  @Override
  void clear(Map<String, float[]> outputs) {
    Arrays.fill(outputs.get("cls512"), -20);
    Arrays.fill(outputs.get("cls384"), -20);
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox box, int number, Known known) {
    boolean fine = known.width() < 60;
    int stride = fine ? 16 : 32;
    int cell = cell(box, stride, known.x() - stride / 2f, known.y() - stride / 2f);
    int anchor = fine ? cell * 2 + number % 2 : cell * 6 + number % 6;
    float[] values = outputs.get(fine ? "reg512" : "reg384");
    outputs.get(fine ? "cls512" : "cls384")[anchor] = (float) -Math.log(1 / known.score() - 1);
    float x = known.x() - cellX(box, stride, cell) - stride / 2f;
    float y = known.y() - cellY(box, stride, cell) - stride / 2f;
    shape(values, anchor, x, y, known.width(), known.height());
  }

  private Outputs outputs() {
    return new Outputs(
        Map.of(
            "cls512", FloatBuffer.wrap(fineScores),
            "reg512", FloatBuffer.wrap(fineShapes),
            "cls384", FloatBuffer.wrap(coarseScores),
            "reg384", FloatBuffer.wrap(coarseShapes)),
        () -> {});
  }
}
