package io.lynceus.store.rows;

import java.time.Instant;
import java.util.Optional;

/**
 * The ids of images: 43 bits of milliseconds since 1970, and 21 that tell images of one millisecond
 * apart. So the order of the rows is that of the stills' times, and every index that ends in the id
 * is in that order, too: no search has to sort.
 */
public final class RowId {
  private static final int BITS = 21;
  private static final long MOST_MILLIS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final int RADIX = 36;

  private RowId() {}

  /** The time in milliseconds since 1970, the nearest from 1970 to 2100. */
  static long millis(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.isAfter(Instant.ofEpochMilli(MOST_MILLIS)) ? MOST_MILLIS : time.toEpochMilli();
  }

  /** The least id of that time. */
  static long first(long millis) {
    return millis << BITS;
  }

  /**
   * An id of that time.
   *
   * @param count the ids of one millisecond come again after 2^21
   */
  static long of(long millis, long count) {
    return first(millis) | (count & ((1L << BITS) - 1));
  }

  /** The id as a cursor. */
  public static String cursor(long id) {
    return Long.toString(id, RADIX);
  }

  /** The id of a cursor; empty if it is none. */
  static Optional<Long> ofCursor(String text) {
    try {
      return Optional.of(Long.parseLong(text, RADIX)).filter(id -> id >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
