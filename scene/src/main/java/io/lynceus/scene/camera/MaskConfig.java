package io.lynceus.scene.camera;

import java.util.Set;

/**
 * A region in which detections do not count, such as a tree that looks like a person at night. A
 * detection is masked when the middle of its lower side lies in the region.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param labels that it concerns; empty: each
 * @param polygon the region
 */
public record MaskConfig(String name, Set<String> labels, Polygon polygon) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public MaskConfig {
    CameraConfig.checkName(name);
    labels = CameraConfig.checkedLabels(labels);
  }
}
