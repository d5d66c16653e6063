package io.lynceus.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the store is.
 *
 * @param phase what it does
 * @param problem what is wrong, in one line that says what to do; present exactly when it fails
 * @param database {@code sqlite} or {@code postgresql}
 * @param results in the store; empty when that is not known
 * @param databaseBytes of the database; empty when that is not known
 * @param pictureBytes of pictures and thumbnails; empty when that is not known
 * @param counts since the start of this process
 */
public record StoreState(
    Phase phase,
    Optional<String> problem,
    String database,
    OptionalLong results,
    OptionalLong databaseBytes,
    OptionalLong pictureBytes,
    Counts counts) {

  /** What the store does. */
  public enum Phase {
    /** It keeps what comes. */
    OK,
    /** It keeps nothing now, counts what it drops, and tries again by itself. */
    FAILED,
    /** It has ended. */
    CLOSED
  }

  /**
   * Counts since the start of this process.
   *
   * @param written results that are in the store
   * @param dropped results that are not, because disk or database did not work
   * @param expired results that went by time or bytes
   * @param erased results that somebody erased
   * @param expiredPictures that went by time or bytes before their facts
   * @param writeNanos that writing took, all together
   */
  public record Counts(
      long written,
      long dropped,
      long expired,
      long erased,
      long expiredPictures,
      long writeNanos) {}
}
