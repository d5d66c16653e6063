package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import io.lynceus.vision.decoding.Grids.Cell;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of YuNet, each for the strides 8, 16, 32, with a row for each cell, rows first:
 *
 * <pre>
 * classes  [1,n,1]   probability of a face
 * objects  [1,n,1]   how well the box fits, 0 to 1
 * boxes    [1,n,4]   centre x, y, from the cell's corner; logarithm of width, height; in strides
 * points   [1,n,10]  five key points, x, y, from the cell's corner, in strides
 * </pre>
 *
 * <p>The score is the square root of the product of the first two. The key points are the eye at
 * the picture's left, the eye at its right, nose, left and right corner of the mouth.
 *
 * <p>Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023
 * (github.com/ShiqiYu/libfacedetection.train).
 */
final class YuNet implements Decoder {
  private static final Grids GRIDS = new Grids(8, 16, 32);
  private static final int SHAPE = 4;
  private static final int KEY_POINTS = 5;

  private final OutputForm outputs;

  YuNet(OutputForm outputs) {
    this.outputs = outputs;
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    Map<String, long[]> shapes = new HashMap<>();
    for (int grid = 0; grid < GRIDS.count(); grid++) {
      long cells = GRIDS.cells(grid, letterbox);
      shapes.put(name("classes", grid), new long[] {1, cells, 1});
      shapes.put(name("objects", grid), new long[] {1, cells, 1});
      shapes.put(name("boxes", grid), new long[] {1, cells, SHAPE});
      shapes.put(name("points", grid), new long[] {1, cells, 2 * KEY_POINTS});
    }
    return shapes;
  }

  private String name(String part, int grid) {
    return outputs.names(part).get(grid);
  }

  @Override
  public List<Detection> decode(Outputs values, Letterbox letterbox, ScoreLimits limits) {
    BestScores best = new BestScores(BestScores.MANY);
    int before = 0;
    for (int grid = 0; grid < GRIDS.count(); grid++) {
      int cells = GRIDS.cells(grid, letterbox);
      float[] classes = all(values.values(name("classes", grid)), cells);
      float[] objects = all(values.values(name("objects", grid)), cells);
      for (int i = 0; i < cells; i++) {
        float score = (float) Math.sqrt(part(classes[i]) * part(objects[i]));
        if (score >= limits.lowest()) {
          best.add(before + i, score);
        }
      }
      before += cells;
    }
    List<Detection> faces = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      faces.add(face(values, GRIDS.cell(place.index(), letterbox), place.score(), letterbox));
    }
    return Overlap.suppress(faces, limits);
  }

  private static float[] all(FloatBuffer output, int count) {
    float[] values = new float[count];
    output.get(0, values);
    return values;
  }

  /** A probability; networks with weights of few bits put out a little more than 1. */
  private static float part(float value) {
    return Math.max(0, Math.min(1, value));
  }

  private Detection face(Outputs values, Cell cell, float score, Letterbox letterbox) {
    float[] shape = row(values, "boxes", SHAPE, cell);
    float[] points = row(values, "points", 2 * KEY_POINTS, cell);
    float x = cell.x() + shape[0] * cell.stride();
    float y = cell.y() + shape[1] * cell.stride();
    float halfWidth = (float) Math.exp(shape[2]) * cell.stride() / 2;
    float halfHeight = (float) Math.exp(shape[3]) * cell.stride() / 2;
    List<Point> keyPoints = new ArrayList<>(KEY_POINTS);
    for (int k = 0; k < points.length; k += 2) {
      keyPoints.add(
          letterbox.point(
              cell.x() + points[k] * cell.stride(), cell.y() + points[k + 1] * cell.stride()));
    }
    return Detection.pointed(
        score,
        letterbox.box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight),
        keyPoints);
  }

  private float[] row(Outputs values, String part, int width, Cell cell) {
    return new Rows(values.values(name(part, cell.grid())), width).part(cell.index(), 0, width);
  }
}
