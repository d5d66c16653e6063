package io.lynceus.model;

import java.util.Locale;
import java.util.Optional;

/** What can be looked for in a picture. A task asks for one or more, each becomes a work unit. */
public enum Analysis {
  OBJECTS,
  FACES,
  EDGES,
  CORNERS;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** The name that users write and read: {@code objects}, {@code faces}, … */
  public String key() {
    return key;
  }

  /** The analysis of that {@link #key()}, if there is one. */
  public static Optional<Analysis> ofKey(String key) {
    for (Analysis analysis : values()) {
      if (analysis.key.equals(key)) {
        return Optional.of(analysis);
      }
    }
    return Optional.empty();
  }
}
