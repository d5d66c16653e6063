package io.lynceus.store;

import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.StoredFinding;

/** Which images' pictures and thumbnails are kept: {@code store.pictures}. */
public enum PictureRule {
  /** None. */
  NONE,
  /** Those in which something was found that counts: neither masked nor filtered. */
  EVENTS,
  /** All. */
  ALL;

  /** Whether the pictures of that image are kept. */
  public boolean keeps(ResultFacts facts) {
    return switch (this) {
      case NONE -> false;
      case EVENTS -> facts.findings().stream().anyMatch(StoredFinding::counts);
      case ALL -> true;
    };
  }
}
