package io.lynceus.vision.decoding;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.ScoreBySize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Corrects the scores of another decoder by the sizes of its boxes ({@link ScoreBySize}). Of boxes
 * of one label that overlap, the other decoder has kept the one with the better score of its own.
 */
final class SizedScores implements Decoder {
  private final Decoder decoder;
  private final ScoreBySize bySize;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @param labels by the number of their class
   */
  SizedScores(Decoder decoder, ScoreBySize bySize, List<String> labels) {
    this.decoder = decoder;
    this.bySize = bySize;
    for (String label : labels) {
      numbers.put(label, numbers.size());
    }
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    return decoder.of(letterbox);
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    List<Detection> objects = new ArrayList<>();
    for (Detection found : decoder.decode(outputs, letterbox, before(limits, letterbox))) {
      Detection object = corrected(found, letterbox);
      if (object.score() >= limits.least(number(object))) {
        objects.add(object);
      }
    }
    objects.sort(Comparator.comparingDouble((Detection object) -> -object.score()));
    return objects;
  }

  private int number(Detection object) {
    return Objects.requireNonNull(numbers.get(object.label().orElseThrow()));
  }

  /** The limits that let through what a box of the whole picture would need. */
  private ScoreLimits before(ScoreLimits limits, Letterbox letterbox) {
    Size scaled = letterbox.scaled();
    double most = Math.max(1, bySize.factor(size(scaled.width(), scaled.height())));
    return limits.with(least -> Math.nextDown((float) ScoreBySize.multiplied(least, 1 / most)));
  }

  private Detection corrected(Detection found, Letterbox letterbox) {
    Box box = found.box();
    double scale = (double) letterbox.scaled().longSide() / letterbox.picture().longSide();
    double factor =
        bySize.factor(found.label().orElseThrow(), size(scale * box.width(), scale * box.height()));
    return found.withScore((float) ScoreBySize.multiplied(found.score(), factor));
  }

  /** The square root of an area; a box without area counts as one of a pixel. */
  private static double size(double width, double height) {
    return Math.max(1, Math.sqrt(width * height));
  }
}
