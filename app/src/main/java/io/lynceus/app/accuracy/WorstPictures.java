package io.lynceus.app.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the pictures with the most misses and false alarms, and no more of them than wanted. */
final class WorstPictures {
  private static final Comparator<PictureErrors> WORST_FIRST =
      Comparator.comparingInt((PictureErrors errors) -> -errors.counts().errors())
          .thenComparing(errors -> errors.picture().name());

  private final int most;
  private final PriorityQueue<PictureErrors> kept = new PriorityQueue<>(WORST_FIRST.reversed());

  /**
   * @param most at least 0
   */
  WorstPictures(int most) {
    this.most = most;
  }

  void offer(PictureErrors errors) {
    if (errors.counts().errors() > 0) {
      kept.add(errors);
      if (kept.size() > most) {
        kept.remove();
      }
    }
  }

  List<PictureErrors> worstFirst() {
    List<PictureErrors> sorted = new ArrayList<>(kept);
    sorted.sort(WORST_FIRST);
    return sorted;
  }
}
