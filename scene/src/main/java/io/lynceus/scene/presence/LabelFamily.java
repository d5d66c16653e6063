package io.lynceus.scene.presence;

import io.lynceus.model.text.FoldedText;
import java.util.Map;

/**
 * Labels that detectors take for one another: a parked van is a car in one still and a truck in the
 * next, or both in one. Stateless.
 */
final class LabelFamily {
  private static final String VEHICLE = "vehicle";
  private static final String CYCLE = "cycle";
  private static final String PET = "pet";
  private static final String BAG = "bag";

  private static final Map<String, String> FAMILIES =
      Map.of(
          "car", VEHICLE,
          "truck", VEHICLE,
          "bus", VEHICLE,
          "bicycle", CYCLE,
          "motorcycle", CYCLE,
          "cat", PET,
          "dog", PET,
          "backpack", BAG,
          "handbag", BAG,
          "suitcase", BAG);

  private LabelFamily() {}

  /** The family of a label; a label that has none is its own, folded. */
  static String of(String label) {
    String folded = FoldedText.of(label);
    return FAMILIES.getOrDefault(folded, folded);
  }
}
