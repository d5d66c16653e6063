package io.lynceus.vision.decoding;

import java.nio.FloatBuffer;
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

  /**
   * The number of places to keep for networks that find one object at several neighbouring places:
   * about {@link #MAX} objects are left when each is reported once.
   */
  static final int MANY = 2000;

  /** Floats that are read at once: they stay in the fastest cache. */
  private static final int BLOCK = 1024;

  /** Floats of which one branch tells whether any is high enough. */
  private static final int GROUP = 8;

  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingDouble((Place place) -> -place.score()).thenComparingInt(Place::index);

  private final int most;
  private final PriorityQueue<Place> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

  /**
   * @param most places that are kept
   */
  BestScores(int most) {
    this.most = most;
  }

  /**
   * A place in a network's output.
   *
   * @param index where, as the decoder counts
   */
  record Place(int index, float score) {}

  /** Told of places. */
  interface Sink {
    void add(int index, float score);
  }

  void add(int index, float score) {
    if (worstFirst.size() == most && score < worstFirst.element().score()) {
      return;
    }
    worstFirst.add(new Place(index, score));
    if (worstFirst.size() > most) {
      worstFirst.remove();
    }
  }

  /**
   * Tells the values of a part of an output that are not below the least.
   *
   * @param first index of the part's first value
   * @param count of its values
   * @param sink told their indexes in the whole output, in ascending order
   */
  static void scan(FloatBuffer values, int first, int count, float least, Sink sink) {
    float[] block = new float[Math.min(BLOCK, count)];
    for (int at = first; at < first + count; at += block.length) {
      int length = Math.min(block.length, first + count - at);
      values.get(at, block, 0, length);
      for (int i = 0; i < length; i += GROUP) {
        if (i + GROUP > length || anyOfGroup(block, i, least)) {
          tell(block, i, Math.min(length, i + GROUP), least, at, sink);
        }
      }
    }
  }

  /** Without a branch for each: nearly all groups hold nothing. */
  @SuppressWarnings("ShortCircuitBoolean")
  private static boolean anyOfGroup(float[] block, int i, float least) {
    return block[i] >= least
        | block[i + 1] >= least
        | block[i + 2] >= least
        | block[i + 3] >= least
        | block[i + 4] >= least
        | block[i + 5] >= least
        | block[i + 6] >= least
        | block[i + 7] >= least;
  }

  private static void tell(float[] block, int from, int to, float least, int first, Sink sink) {
    for (int i = from; i < to; i++) {
      if (block[i] >= least) {
        sink.add(first + i, block[i]);
      }
    }
  }

  /** Best first; of equal ones the smaller index. */
  List<Place> sorted() {
    List<Place> sorted = new ArrayList<>(worstFirst);
    sorted.sort(BEST_FIRST);
    return sorted;
  }
}
