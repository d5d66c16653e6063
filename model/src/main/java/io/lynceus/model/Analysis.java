package io.lynceus.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be looked for in a picture, named by the key that users write and read. A task asks for
 * one or more; each becomes a work unit. What an analysis reads and finds is in its {@link
 * AnalysisDescriptor}.
 *
 * <p>Ordered as replies list them: the four of {@link #STANDARD} first, then by key.
 *
 * @param key 1 to {@value #MAX_KEY_CHARS} of {@code a-z 0-9 -}, a letter first
 */
public record Analysis(String key) implements Comparable<Analysis> {
  public static final int MAX_KEY_CHARS = 40;

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public static final Analysis OBJECTS = new Analysis("objects");
  public static final Analysis FACES = new Analysis("faces");
  public static final Analysis EDGES = new Analysis("edges");
  public static final Analysis CORNERS = new Analysis("corners");

  /** Those that an image gets when its client asks for none by name. */
  public static final List<Analysis> STANDARD = List.of(OBJECTS, FACES, EDGES, CORNERS);

  public Analysis {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "the key of an analysis has 1 to 40 of a-z 0-9 -, a letter first, not '" + key + "'");
    }
  }

  /** The analysis of that key; empty when no analysis can have such a key. */
  public static Optional<Analysis> ofKey(String key) {
    return KEY.matcher(key).matches() ? Optional.of(of(key)) : Optional.empty();
  }

  /**
   * The analysis of that key, which the rules above allow. Faster than the constructor for those of
   * {@link #STANDARD}.
   */
  public static Analysis of(String key) {
    for (Analysis standard : STANDARD) {
      if (standard.key.equals(key)) {
        return standard;
      }
    }
    return new Analysis(key);
  }

  /** What one box without a label is called in counts: the key without an s at its end. */
  public String singular() {
    return key.length() > 1 && key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
  }

  @Override
  public int compareTo(Analysis other) {
    if (this == other) {
      return 0;
    }
    int rank = Integer.compare(rank(), other.rank());
    return rank != 0 ? rank : key.compareTo(other.key);
  }

  private int rank() {
    int rank = 0;
    while (rank < STANDARD.size() && !STANDARD.get(rank).key.equals(key)) {
      rank++;
    }
    return rank;
  }

  /** The key. */
  @Override
  public String toString() {
    return key;
  }
}
