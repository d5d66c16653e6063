package io.lynceus.scene.rules;

import io.lynceus.model.Box;
import io.lynceus.scene.camera.FilterConfig;
import java.util.OptionalDouble;

/**
 * The upright picture in which something was found.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
record Frame(int width, int height) {
  /** Areas of settings, as pixels of this picture. */
  OptionalDouble pixels(OptionalDouble area) {
    return area.isPresent() && FilterConfig.isFraction(area.getAsDouble())
        ? OptionalDouble.of(area.getAsDouble() * width * height)
        : area;
  }

  double centreX(Box box) {
    return across(box.x() + box.width() / 2.0);
  }

  double centreY(Box box) {
    return down(box.y() + box.height() / 2.0);
  }

  /** The box's lower side; with {@link #centreX} the foot point. */
  double bottom(Box box) {
    return down((double) box.y() + box.height());
  }

  /**
   * As a fraction of the width. A box may end up to a pixel outside of the picture: what stands on
   * its edge stands in a zone that reaches to the edge.
   */
  double across(double pixels) {
    return Math.max(0, Math.min(1, pixels / width));
  }

  /** As a fraction of the height; see {@link #across}. */
  double down(double pixels) {
    return Math.max(0, Math.min(1, pixels / height));
  }
}
