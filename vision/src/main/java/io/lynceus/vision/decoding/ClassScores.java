package io.lynceus.vision.decoding;

import io.lynceus.vision.network.OutputForm;
import io.lynceus.vision.network.OutputForm.Activation;
import io.lynceus.vision.network.OutputForm.Background;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads an output with a row for each place and a value for each class. Immutable. */
final class ClassScores {
  private final List<String> labels;
  private final Activation activation;
  private final int width;
  private final int firstLabel;

  ClassScores(OutputForm outputs) {
    this.labels = outputs.labels();
    this.activation = outputs.activation();
    this.width = labels.size() + (outputs.background() == Background.NONE ? 0 : 1);
    this.firstLabel = outputs.background() == Background.FIRST ? 1 : 0;
  }

  /** Values in a row: the labels, and the background where there is one. */
  int width() {
    return width;
  }

  /** A label that was found at a place. */
  record Found(int row, String label, float score) {}

  /** The best of all labels at all places, best first. */
  List<Found> best(FloatBuffer values, ScoreLimits limits) {
    BestScores best = new BestScores(BestScores.MANY);
    int count = labels.size();
    new Rows(values, width)
        .forEach(
            (row, block, at) -> {
              float[] scores = Scores.of(activation, block, at, width);
              for (int label = 0; label < count; label++) {
                float score = scores[firstLabel + label];
                if (score >= limits.least(label)) {
                  best.add(row * count + label, score);
                }
              }
            });
    List<Found> found = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      found.add(new Found(place.index() / count, labels.get(place.index() % count), place.score()));
    }
    return found;
  }
}
