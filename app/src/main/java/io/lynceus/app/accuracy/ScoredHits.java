package io.lynceus.app.accuracy;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The scores of findings, and which of them are right; some bytes each. */
final class ScoredHits {
  private float[] scores = new float[64];
  private boolean[] hits = new boolean[64];
  private int size;

  void add(float score, boolean hit) {
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, 2 * size);
      hits = Arrays.copyOf(hits, 2 * size);
    }
    scores[size] = score;
    hits[size++] = hit;
  }

  float score(int index) {
    return scores[index];
  }

  boolean isHit(int index) {
    return hits[index];
  }

  /** All indexes, that of the highest score first. */
  int[] bestFirst() {
    return IntStream.range(0, size)
        .boxed()
        .sorted((a, b) -> Float.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
