package io.lynceus.master.sources.still;

import java.time.Duration;

/**
 * Where the stills of one camera come from. The sources' thread calls it, with one attempt at a
 * time.
 */
public interface StillOrigin {

  /**
   * Looks for the next still, and tells the receiver once what came of it, perhaps before this
   * returns.
   *
   * @param afresh whether the still is wanted even if the camera says that it is unchanged
   * @param into takes the bytes of the still
   */
  void next(boolean afresh, StillBuffer into, Receiver receiver);

  /** Gives the attempt up: the receiver is told nothing, and {@link #next} starts anew. */
  void abort();

  /** Closes what is open; nothing is called after this. */
  void close();

  /** How long the next attempt may take. */
  Duration limit();

  /** Whether stills come at the pace of the settings by themselves. */
  default boolean keepsPace() {
    return false;
  }

  /** Hears what came of an attempt, on the sources' thread. */
  interface Receiver {
    /** The buffer holds the whole still, and nothing else. */
    void still();

    /** The camera says that its still is the one that came last. */
    void unchanged();

    /** There is no still. */
    void failed(FetchFailure why);
  }
}
