package io.lynceus.scene.health;

import static io.lynceus.model.cameras.SceneStatistics.CELLS;
import static io.lynceus.model.cameras.SceneStatistics.OUTLINE_HEIGHT;
import static io.lynceus.model.cameras.SceneStatistics.OUTLINE_WIDTH;

import io.lynceus.model.FloatVector;
import io.lynceus.model.cameras.SceneStatistics;
import java.time.Duration;

/** What a camera usually shows in one light: a slow mean of its stills. One thread at a time. */
final class View {
  /** Stills from which a view is learnt before anything is compared with it. */
  static final int LEARNT = 8;

  /** Of the stills, so many show what stands there; what fewer show has passed. */
  private static final double STEADY = 0.6;

  /** A view follows the scene in about this time. */
  private static final Duration SLOW = Duration.ofMinutes(15);

  /** A still counts at most that much, however long it was since the one before. */
  private static final double MOST = 1.0 / LEARNT;

  /** A cell of the view with less coarse detail has nothing in it to miss. */
  private static final double LEAST_COARSE = 1.5;

  /** A cell with less of this has no fine detail to miss. */
  private static final double LEAST_FINE = 1;

  private static final int FEWEST_CELLS = 8;

  /** Of the usual detail: a cell with less is covered. */
  private static final double COVERED = 0.3;

  private static final double COVERED_CELLS = 0.7;

  /** Of the usual share of fine detail in the detail: a cell with less is blurred. */
  private static final double BLURRED = 0.55;

  private static final double BLURRED_CELLS = 0.7;

  /** Of the usual outline. */
  private static final double KEPT_OUTLINE = 0.5;

  /** Brightness is never 0: what a dark picture has in noise counts less. */
  private static final double LEAST_BRIGHTNESS = 10;

  final float[] outline = new float[OUTLINE_WIDTH * OUTLINE_HEIGHT];
  final float[] coarse = new float[CELLS * CELLS];
  final float[] fine = new float[CELLS * CELLS];
  double brightness;
  double bright;

  /** The usual share of blocks that agree. */
  double share;

  /** Of each block of the outline, the share of stills that showed what is in it. */
  final float[] steady = new float[OutlineMatch.BLOCKS];

  /** Of each cell, the share of stills that had detail there. */
  final float[] detailed = new float[CELLS * CELLS];

  int stills;

  boolean isLearnt() {
    return stills >= LEARNT;
  }

  /**
   * Takes a still into account.
   *
   * @param after the time since the still before
   */
  void learn(SceneStatistics still, Duration after) {
    double agreeing = stills == 0 ? 1 : match(still).share();
    double part =
        isLearnt()
            ? Math.min(MOST, (double) after.toMillis() / SLOW.toMillis())
            : 1.0 / (stills + 1);
    float[] now = values(still.outline());
    for (int i = 0; i < steady.length; i++) {
      boolean shown = OutlineMatch.isShown(i, stills == 0 ? now : outline, now);
      steady[i] += (float) (part * ((shown ? 1 : 0) - steady[i]));
    }
    for (int i = 0; i < detailed.length; i++) {
      boolean shows = still.coarse().get(i) >= LEAST_COARSE;
      detailed[i] += (float) (part * ((shows ? 1 : 0) - detailed[i]));
    }
    mix(outline, still.outline(), part);
    mix(coarse, still.coarse(), part);
    mix(fine, still.fine(), part);
    brightness += part * (still.brightness() - brightness);
    bright += part * (still.bright() - bright);
    share += part * (agreeing - share);
    stills = Math.min(LEARNT, stills + 1);
  }

  private static void mix(float[] mean, FloatVector still, double part) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (float) (part * (still.get(i) - mean[i]));
    }
  }

  /** How well the still's outline agrees with this one, where this one stands still. */
  OutlineMatch match(SceneStatistics still) {
    return OutlineMatch.of(outline, values(still.outline()), block -> steady[block] >= STEADY);
  }

  private static float[] values(FloatVector vector) {
    float[] values = new float[vector.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = vector.get(i);
    }
    return values;
  }

  /** Whether there is usually detail in the cell. */
  private boolean hasDetail(int cell) {
    return coarse[cell] >= LEAST_COARSE && detailed[cell] >= STEADY;
  }

  /**
   * Whether there is about as much outline as usual: a lens far out of focus takes all detail, and
   * leaves the steps of brightness where they are.
   */
  boolean keepsOutline(SceneStatistics still) {
    double now = 0;
    double usual = 0;
    for (int i = 0; i < outline.length; i++) {
      now += still.outline().get(i);
      usual += outline[i];
    }
    return now >= KEPT_OUTLINE * usual;
  }

  /** Whether there is enough in the view to tell whether it is covered. */
  boolean hasDetail() {
    int cells = 0;
    for (int i = 0; i < coarse.length; i++) {
      cells += hasDetail(i) ? 1 : 0;
    }
    return cells >= FEWEST_CELLS;
  }

  /**
   * Whether what the view usually shows is gone.
   *
   * @param sameLight whether the still was taken in the light of this view; if not, less light
   *     means less detail
   */
  boolean isCovered(SceneStatistics still, boolean sameLight) {
    double light =
        sameLight
            ? 1
            : Math.min(
                1, (still.brightness() + LEAST_BRIGHTNESS) / (brightness + LEAST_BRIGHTNESS));
    int cells = 0;
    int gone = 0;
    for (int i = 0; i < coarse.length; i++) {
      if (hasDetail(i)) {
        cells++;
        gone += still.coarse().get(i) < COVERED * light * coarse[i] ? 1 : 0;
      }
    }
    return cells >= FEWEST_CELLS && gone >= COVERED_CELLS * cells;
  }

  /** Whether the fine detail is gone, and the coarse detail is not. */
  boolean isBlurred(SceneStatistics still) {
    int cells = 0;
    int blurred = 0;
    for (int i = 0; i < coarse.length; i++) {
      double coarseNow = still.coarse().get(i);
      if (hasDetail(i) && fine[i] >= LEAST_FINE && coarseNow >= Math.max(1, COVERED * coarse[i])) {
        cells++;
        double left = still.fine().get(i) / fine[i];
        double usual = coarseNow / coarse[i];
        blurred += left < BLURRED && left < BLURRED * usual ? 1 : 0;
      }
    }
    return cells >= FEWEST_CELLS && blurred >= BLURRED_CELLS * cells;
  }
}
