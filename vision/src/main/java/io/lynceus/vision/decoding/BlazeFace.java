package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of BlazeFace (the model for back cameras), run over pictures of any size, for
 * the strides 16 and 32:
 *
 * <pre>
 * scores  [1,n,1]   before the sigmoid
 * shapes  [1,n,16]  centre, width, height, six key points, in input pixels from the anchor
 * </pre>
 *
 * <p>Each of the two layers has a grid of cells with some anchors in each (2 and 6), rows first; an
 * anchor lies in its cell's centre. The key points are the eye at the picture's left, the eye at
 * its right, nose, mouth, left and right ear.
 *
 * <p>Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
 * 2019 (arXiv 1907.05047).
 */
final class BlazeFace implements Decoder {
  private static final int KEY_POINTS = 6;

  /** Numbers per anchor: centre, size, key points; all in input pixels. */
  private static final int SHAPE = 4 + 2 * KEY_POINTS;

  private final Layer fine;
  private final Layer coarse;

  BlazeFace(OutputForm outputs) {
    List<String> scores = outputs.names("scores");
    List<String> shapes = outputs.names("shapes");
    this.fine = new Layer(scores.get(0), shapes.get(0), 16, 2);
    this.coarse = new Layer(scores.get(1), shapes.get(1), 32, 6);
  }

  /**
   * One grid of anchors.
   *
   * @param scores output with one score an anchor, before the sigmoid
   * @param shapes output with {@link #SHAPE} numbers an anchor
   * @param stride input pixels from cell to cell
   * @param anchors in each cell
   */
  private record Layer(String scores, String shapes, int stride, int anchors) {
    int columns(Letterbox letterbox) {
      return letterbox.input().width() / stride;
    }

    int size(Letterbox letterbox) {
      return columns(letterbox) * (letterbox.input().height() / stride) * anchors;
    }
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    Map<String, long[]> shapes = new HashMap<>();
    for (Layer layer : List.of(fine, coarse)) {
      int size = layer.size(letterbox);
      shapes.put(layer.scores, new long[] {1, size, 1});
      shapes.put(layer.shapes, new long[] {1, size, SHAPE});
    }
    return shapes;
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    int fineSize = fine.size(letterbox);
    BestScores best = new BestScores(BestScores.MAX);
    addScores(outputs.values(fine.scores), limits, 0, best);
    addScores(outputs.values(coarse.scores), limits, fineSize, best);
    FloatBuffer fineShapes = outputs.values(fine.shapes);
    FloatBuffer coarseShapes = outputs.values(coarse.shapes);

    List<Detection> faces = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      boolean isFine = place.index() < fineSize;
      faces.add(
          isFine
              ? face(fine, fineShapes, place.index(), place.score(), letterbox)
              : face(coarse, coarseShapes, place.index() - fineSize, place.score(), letterbox));
    }
    return Overlap.suppress(faces, limits);
  }

  private static void addScores(
      FloatBuffer output, ScoreLimits limits, int firstIndex, BestScores best) {
    float[] raw = new float[output.capacity()];
    output.get(0, raw);
    for (int i = 0; i < raw.length; i++) {
      float score = (float) (1 / (1 + Math.exp(-raw[i])));
      if (score >= limits.lowest()) {
        best.add(firstIndex + i, score);
      }
    }
  }

  private static Detection face(
      Layer layer, FloatBuffer shapes, int anchor, float score, Letterbox letterbox) {
    int cell = anchor / layer.anchors;
    int column = cell % layer.columns(letterbox);
    int row = cell / layer.columns(letterbox);
    float anchorX = (column + 0.5f) * layer.stride;
    float anchorY = (row + 0.5f) * layer.stride;
    float[] shape = new float[SHAPE];
    shapes.get(anchor * SHAPE, shape);
    float x = anchorX + shape[0];
    float y = anchorY + shape[1];
    float halfWidth = shape[2] / 2;
    float halfHeight = shape[3] / 2;
    List<Point> keyPoints = new ArrayList<>(KEY_POINTS);
    for (int k = 4; k < SHAPE; k += 2) {
      keyPoints.add(letterbox.point(anchorX + shape[k], anchorY + shape[k + 1]));
    }
    return Detection.pointed(
        score,
        letterbox.box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight),
        keyPoints);
  }
}
