package io.lynceus.store;

import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredResult;

/** Which images' pictures and thumbnails are kept: {@code store.pictures}. */
public enum PictureRule {
  /** None. */
  NONE,
  /**
   * Those that show an event: something new, or something better than before. Of stills that events
   * say nothing of, those in which something was found that counts: neither masked nor filtered.
   */
  EVENTS,
  /** All. */
  ALL;

  /** Whether the pictures of that image are kept. */
  public boolean keeps(StoredResult result) {
    return switch (this) {
      case NONE -> false;
      case EVENTS ->
          result
              .showsEvent()
              .orElseGet(() -> result.facts().findings().stream().anyMatch(StoredFinding::counts));
      case ALL -> true;
    };
  }
}
