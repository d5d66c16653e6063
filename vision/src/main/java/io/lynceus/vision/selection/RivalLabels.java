package io.lynceus.vision.selection;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.decoding.Overlap;
import java.util.List;

/** Decides between labels that a network gives to one object: a cat is not also a dog. */
public final class RivalLabels {
  private RivalLabels() {}

  /**
   * Leaves out each object on whose place there is a better one of another label.
   *
   * @param objects best first
   * @param maxOverlap two objects of different labels that overlap more (intersection over union)
   *     are one, 0 to 1
   */
  public static List<Detection> best(List<Detection> objects, double maxOverlap) {
    return Overlap.suppress(
        objects,
        (better, other) ->
            !better.label().equals(other.label())
                && Overlap.ofUnion(better.box(), other.box()) > maxOverlap);
  }
}
