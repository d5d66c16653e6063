package io.lynceus.vision.selection;

import io.lynceus.model.settings.Check;

/**
 * Settings of {@code analysis.faces} for the second look, which is for large faces.
 *
 * @param longSide {@code close-up-long-side}: pixels to which a picture's longer side is scaled, 64
 *     to 2048; large faces are found best when they are small
 * @param height {@code close-up-height}: height from which a face of the second look counts, as a
 *     part of the picture's longer side, 0 to 1
 * @param hintScore {@code close-up-hint-score}: a candidate of the first look with this score, and
 *     of the height below, is a hint at a large face; without one there is no second look; 0 to 1
 * @param hintHeight {@code close-up-hint-height}: height of such a candidate, and height from which
 *     both looks should see a face, as a part of the picture's longer side, 0 to 1
 */
public record CloseUpConfig(int longSide, double height, double hintScore, double hintHeight) {
  public CloseUpConfig {
    Check.wholeNumber("analysis.faces.close-up-long-side", longSide, 64, 2048);
    Check.number("analysis.faces.close-up-height", height, 0, 1);
    Check.number("analysis.faces.close-up-hint-score", hintScore, 0, 1);
    Check.number("analysis.faces.close-up-hint-height", hintHeight, 0, 1);
  }
}
