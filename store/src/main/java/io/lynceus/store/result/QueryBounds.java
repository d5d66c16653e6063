package io.lynceus.store.result;

import java.time.Instant;
import java.util.Optional;

/** The bounds that queries by pages share. */
final class QueryBounds {
  static final int MAX_LIMIT = 500;
  static final int USUAL_LIMIT = 50;

  private QueryBounds() {}

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException says which parameter may have which values
   */
  static void check(Optional<Instant> from, Optional<Instant> to, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new IllegalArgumentException("from is later than to");
    }
  }
}
