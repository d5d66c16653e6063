package io.lynceus.scene.people;

import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import io.lynceus.model.settings.Check;
import java.util.Optional;

/**
 * When a face is said to be somebody's.
 *
 * @param known the least score, a cosine of 0 to 1, of a person who is named
 * @param unsure the least score of a person of whom it may be; at most {@code known}
 * @param margin by how much the score of the next person must be lower, 0 to 1
 */
public record JudgingRules(double known, double unsure, double margin) {
  /** For the network that is shipped. */
  public static final JudgingRules DEFAULT = new JudgingRules(0.55, 0.45, 0.05);

  /** Below it a face is blurred. */
  private static final float LEAST_SHARPNESS = 20;

  /** Beyond it a face is turned away. */
  private static final float GREATEST_YAW = 0.45f;

  private static final float LEAST_LUMA = 25;
  private static final float GREATEST_LUMA = 240;

  public JudgingRules {
    Check.number("people.known-score", known, 0, 1);
    Check.number("people.unsure-score", unsure, 0, known);
    Check.number("people.margin", margin, 0, 1);
  }

  /** Why a face is not judged; empty if it can be. */
  public static Optional<Decision> notJudged(FaceQuality quality) {
    if (quality.height() < SeenFace.LEAST_HEIGHT) {
      return Optional.of(Decision.TOO_SMALL);
    }
    boolean poor =
        quality.sharpness() < LEAST_SHARPNESS
            || Math.abs(quality.yaw()) > GREATEST_YAW
            || quality.luma() < LEAST_LUMA
            || quality.luma() > GREATEST_LUMA;
    return poor ? Optional.of(Decision.POOR) : Optional.empty();
  }
}
