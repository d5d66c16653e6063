package io.lynceus.vision.model;

import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of BlazeFace (the model for back cameras), run over pictures of any size.
 *
 * <p>Each of two layers has a grid of cells with some anchors in each; an anchor holds a score, and
 * a box and six key points relative to its cell's centre.
 *
 * <p>Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
 * 2019 (arXiv 1907.05047).
 */
public final class BlazeFace {
  /** Red, green and blue, -1 to 1. */
  public static final PixelRange PIXELS = new PixelRange(127.5f, 127.5f);

  private static final Layer FINE = new Layer("cls512", "reg512", 16, 2);
  private static final Layer COARSE = new Layer("cls384", "reg384", 32, 6);

  private static final int KEY_POINTS = 6;

  /** Numbers per anchor: centre, size, key points; all in input pixels. */
  private static final int SHAPE = 4 + 2 * KEY_POINTS;

  private BlazeFace() {}

  /** The outputs that {@link #decode} reads. */
  public static Map<String, long[]> shapes(Letterbox letterbox) {
    return Map.of(
        FINE.scores, new long[] {1, FINE.size(letterbox), 1},
        FINE.shapes, new long[] {1, FINE.size(letterbox), SHAPE},
        COARSE.scores, new long[] {1, COARSE.size(letterbox), 1},
        COARSE.shapes, new long[] {1, COARSE.size(letterbox), SHAPE});
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

  /**
   * The faces in the outputs, best first, at most 500 anchors looked at.
   *
   * @param minScore anchors below hold no face, 0 to 1
   * @param maxOverlap of two faces whose boxes overlap more (intersection over union), the better
   *     is kept
   */
  public static List<Detection> decode(
      Outputs outputs, Letterbox letterbox, double minScore, double maxOverlap) {
    int fineSize = FINE.size(letterbox);
    BestScores best = new BestScores();
    addScores(outputs.values(FINE.scores), minScore, 0, best);
    addScores(outputs.values(COARSE.scores), minScore, fineSize, best);
    FloatBuffer fine = outputs.values(FINE.shapes);
    FloatBuffer coarse = outputs.values(COARSE.shapes);

    List<Detection> faces = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      boolean isFine = place.index() < fineSize;
      faces.add(
          isFine
              ? face(FINE, fine, place.index(), place.score(), letterbox)
              : face(COARSE, coarse, place.index() - fineSize, place.score(), letterbox));
    }
    return Overlap.suppress(
        faces, (better, other) -> Overlap.ofUnion(better.box(), other.box()) > maxOverlap);
  }

  private static void addScores(FloatBuffer raw, double minScore, int firstIndex, BestScores best) {
    for (int i = 0; i < raw.capacity(); i++) {
      float score = (float) (1 / (1 + Math.exp(-raw.get(i))));
      if (score >= minScore) {
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
    int at = anchor * SHAPE;
    float x = anchorX + shapes.get(at);
    float y = anchorY + shapes.get(at + 1);
    float halfWidth = shapes.get(at + 2) / 2;
    float halfHeight = shapes.get(at + 3) / 2;
    List<Point> keyPoints = new ArrayList<>(KEY_POINTS);
    for (int k = at + 4; k < at + SHAPE; k += 2) {
      keyPoints.add(letterbox.point(anchorX + shapes.get(k), anchorY + shapes.get(k + 1)));
    }
    return Detection.pointed(
        score,
        letterbox.box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight),
        keyPoints);
  }
}
