package io.lynceus.scene.health;

import io.lynceus.model.cameras.SceneStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The light in which a still was taken. A scene looks otherwise by lamps and by infrared light than
 * by day, so that each light has a view of its own.
 */
public enum Light {
  DAY,
  /** In colours, and dark. */
  DIM,
  /** Without colours, as cameras with infrared lamps see. */
  GREY,
  /** Without colours, and dark. */
  DIM_GREY;

  /** Below this the picture has no colours; a little above, what was before stays. */
  private static final double COLOURLESS = 4;

  private static final double COLOURFUL = 6;

  /** Below this the picture is dark; a little above, what was before stays. */
  private static final double DARK = 45;

  private static final double LIT = 55;

  /**
   * The light of a still.
   *
   * @param before that of the still before it; null for the first
   */
  static Light of(SceneStatistics still, @Nullable Light before) {
    boolean wasGrey = before == GREY || before == DIM_GREY;
    boolean wasDim = before == DIM || before == DIM_GREY;
    boolean grey = still.colour() < (wasGrey ? COLOURFUL : COLOURLESS);
    boolean dim = still.brightness() < (wasDim ? LIT : DARK);
    return grey ? (dim ? DIM_GREY : GREY) : (dim ? DIM : DAY);
  }
}
