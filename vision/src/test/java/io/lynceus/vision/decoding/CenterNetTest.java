package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
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

class CenterNetTest extends DecoderContract {
  private static final int SIDE = 16;
  private static final int CELLS = SIDE * SIDE;
  private static final int PERSON = 0;
  private static final int CAR = 2;

  /** 128x128 pixels, shown to the network at half size without padding. */
  private final Letterbox letterbox =
      new Letterbox(new Size(128, 128), new Size(64, 64), new Size(64, 64), 0, 0);

  private final CenterNet coco;

  private final float[] heat = new float[80 * CELLS];
  private final float[] sides = new float[4 * CELLS];

  CenterNetTest() throws NetworkException {
    coco = new CenterNet(ShippedNetworks.describe(ShippedNetworks.ALL.get(1)).outputs());
  }

  @Override
  String conf() {
    return "kind = centernet";
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox box, int number, Known known) {
    int cells = cells(box, 4);
    int cell = cell(box, 4, known.x(), known.y());
    float x = cellX(box, 4, cell);
    float y = cellY(box, 4, cell);
    outputs.get("heatmap")[known.label() * cells + cell] = known.score();
    float[] distances = {x - known.x0(), y - known.y0(), known.x1() - x, known.y1() - y};
    for (int side = 0; side < 4; side++) {
      outputs.get("wh")[side * cells + cell] = distances[side];
    }
  }

  @Test
  void aPeakBecomesABoxInPicturePixels() {
    peak(CAR, 8, 4, 0.75f);
    sides(8, 4, 10, 6, 4, 2);

    assertThat(decode(0.3))
        .containsExactly(Detection.labelled("car", 0.75f, new Box(44, 20, 28, 16)));
  }

  @Test
  void aCellBesideAHigherOneIsNoPeak() {
    peak(PERSON, 8, 4, 0.9f);
    peak(PERSON, 9, 5, 0.8f);

    assertThat(decode(0.3)).hasSize(1);
  }

  @Test
  void cellsAtOppositeBordersAreNoNeighbours() {
    peak(PERSON, SIDE - 1, 4, 0.9f);
    peak(PERSON, 0, 5, 0.8f);
    peak(CAR, 3, SIDE - 1, 0.9f);
    peak(CAR + 1, 3, 0, 0.8f);

    assertThat(decode(0.3)).hasSize(4);
  }

  @Test
  void theThresholdItselfCounts() {
    peak(PERSON, 8, 4, 0.5f);

    assertThat(decode(0.5)).hasSize(1);
    assertThat(decode(Math.nextUp(0.5))).isEmpty();
  }

  @Test
  void onlyTheBestOfOverlappingObjectsOfOneLabelIsKept() {
    peak(PERSON, 8, 8, 0.6f);
    peak(PERSON, 8, 10, 0.7f);
    peak(CAR, 8, 8, 0.5f);
    sides(8, 8, 32, 32, 32, 32);
    sides(8, 10, 32, 32, 32, 32);

    assertThat(decode(0.3))
        .extracting(box -> box.label().orElseThrow(), Detection::score)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("person", 0.7f),
            org.assertj.core.groups.Tuple.tuple("car", 0.5f));
  }

  @Test
  void unwantedLabelsAreLeftOut() throws NetworkException {
    peak(PERSON, 8, 8, 0.6f);
    peak(CAR, 2, 2, 0.5f);

    ScoreLimits onlyCars =
        ScoreLimits.of(
            ShippedNetworks.describe(ShippedNetworks.ALL.get(1)).outputs().labels(),
            label -> label.equals("car") ? 0.3 : Double.POSITIVE_INFINITY,
            0.5);

    assertThat(coco.decode(outputs(), letterbox, onlyCars))
        .extracting(box -> box.label().orElseThrow())
        .containsExactly("car");
  }

  @Test
  void aThresholdOfZeroIsBounded() {
    Arrays.fill(heat, 0.001f);

    assertThat(decode(0)).hasSize(BestScores.MAX);
  }

  private void peak(int label, int x, int y, float score) {
    heat[label * CELLS + y * SIDE + x] = score;
  }

  private void sides(int x, int y, float left, float up, float right, float down) {
    float[] values = {left, up, right, down};
    for (int i = 0; i < 4; i++) {
      sides[i * CELLS + y * SIDE + x] = values[i];
    }
  }

  private List<Detection> decode(double minScore) {
    return coco.decode(outputs(), letterbox, ScoreLimits.of(minScore, 0.5));
  }

  private Outputs outputs() {
    return new Outputs(
        Map.of("heatmap", FloatBuffer.wrap(heat), "wh", FloatBuffer.wrap(sides)), () -> {});
  }
}
