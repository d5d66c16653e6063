package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the output of networks that are like YOLOv8, for C classes:
 *
 * <pre>
 * all  [1,4+C,n]  one plane each: centre x, y, width, height, in input pixels; the score of each class,
 *                 0 to 1
 * </pre>
 *
 * <p>The network decides n.
 *
 * <p>Source: the ONNX export that Ultralytics documents for YOLOv8 (docs.ultralytics.com).
 */
final class YoloV8Like implements Decoder {
  private static final int SHAPE = 4;

  private final String all;
  private final List<String> labels;

  YoloV8Like(OutputForm outputs) {
    this.all = outputs.name("all");
    this.labels = outputs.labels();
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    return Map.of(all, new long[] {1, SHAPE + labels.size(), ANY});
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    FloatBuffer values = outputs.values(all);
    int count = values.capacity() / (SHAPE + labels.size());
    BestScores best = new BestScores(BestScores.MANY);
    for (int label = 0; label < labels.size(); label++) {
      float least = limits.least(label);
      if (least <= 1) {
        BestScores.scan(values, (SHAPE + label) * count, count, least, best::add);
      }
    }
    List<Detection> objects = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      int at = place.index() % count;
      float x = values.get(at);
      float y = values.get(count + at);
      float halfWidth = values.get(2 * count + at) / 2;
      float halfHeight = values.get(3 * count + at) / 2;
      objects.add(
          Detection.labelled(
              labels.get(place.index() / count - SHAPE),
              place.score(),
              letterbox.box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)));
    }
    return Overlap.suppress(objects, limits);
  }
}
