package io.lynceus.vision.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the best of any number of scored places: a threshold near 0 lets a million through, and
 * what follows takes time with the square of their number.
 */
final class BestScores {
  /** More detections than this are never reported. */
  static final int MAX = 500;

  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingDouble((Place place) -> -place.score()).thenComparingInt(Place::index);

  private final PriorityQueue<Place> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

  /**
   * A place in a network's output.
   *
   * @param index where, as the decoder counts
   */
  record Place(int index, float score) {}

  void add(int index, float score) {
    if (worstFirst.size() == MAX && score < worstFirst.element().score()) {
      return;
    }
    worstFirst.add(new Place(index, score));
    if (worstFirst.size() > MAX) {
      worstFirst.remove();
    }
  }

  /** Best first; of equal ones the smaller index. */
  List<Place> sorted() {
    List<Place> sorted = new ArrayList<>(worstFirst);
    sorted.sort(BEST_FIRST);
    return sorted;
  }
}
