package io.lynceus.app.watch.folder;

import java.time.Duration;

/**
 * How folders are watched.
 *
 * @param after what becomes of files that are complete
 * @param replies whether the reply of each picture is written beside it
 * @param settle a file that has stood still for this long is taken, whatever is in it
 * @param poll from one look into a folder to the next
 * @param stored after this time what a master has replied is in its store, or counted as dropped;
 *     0: nobody waits for that
 * @param tries how often a picture is sent that no slave has finished in time
 * @param temporary names that are passed over
 */
public record WatchRules(
    After after,
    boolean replies,
    Duration settle,
    Duration poll,
    Duration stored,
    int tries,
    TemporaryNames temporary) {

  /** What becomes of a file that is complete. */
  public enum After {
    /** It goes to {@code done/}. */
    MOVE,
    /** It is deleted; others are moved. */
    DELETE,
    /** It stays, as all others do; what was sent is remembered. */
    KEEP
  }
}
