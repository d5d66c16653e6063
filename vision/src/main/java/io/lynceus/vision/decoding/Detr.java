package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of networks that answer queries, such as DETR, with a row for each query:
 *
 * <pre>
 * scores  [1,q,C]  one value for each class; C counts "no object", where there is such a class
 * boxes   [1,q,4]  centre x, y, width, height, as parts of the input's width and height
 * </pre>
 *
 * <p>The network decides q.
 *
 * <p>Source: Carion et al., "End-to-End Object Detection with Transformers", 2020 (arXiv
 * 2005.12872).
 */
final class Detr implements Decoder {
  private static final int SHAPE = 4;

  private final String scores;
  private final String boxes;
  private final ClassScores classes;

  Detr(OutputForm outputs) {
    this.scores = outputs.name("scores");
    this.boxes = outputs.name("boxes");
    this.classes = new ClassScores(outputs);
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    return Map.of(scores, new long[] {1, ANY, classes.width()}, boxes, new long[] {1, ANY, SHAPE});
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    Rows shapes = new Rows(outputs.values(boxes), SHAPE);
    Size input = letterbox.input();
    List<Detection> objects = new ArrayList<>();
    for (ClassScores.Found found : classes.best(outputs.values(scores), limits)) {
      float[] shape = shapes.part(found.row(), 0, SHAPE);
      float x = shape[0] * input.width();
      float y = shape[1] * input.height();
      float halfWidth = shape[2] * input.width() / 2;
      float halfHeight = shape[3] * input.height() / 2;
      objects.add(
          Detection.labelled(
              found.label(),
              found.score(),
              letterbox.box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)));
    }
    return Overlap.suppress(objects, limits);
  }
}
