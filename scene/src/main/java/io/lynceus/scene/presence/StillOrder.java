package io.lynceus.scene.presence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The order of a camera's stills. One that is not later than the last one is late; after {@value
 * #LATE_IN_A_ROW} late ones, each later than the one before, the camera's clock was set back. One
 * thread at a time.
 */
public final class StillOrder {
  static final int LATE_IN_A_ROW = 10;

  private @Nullable Instant last;
  private @Nullable Instant lateLast;
  private int lateInARow;

  /** How a still follows. */
  public enum Place {
    NEXT,
    LATE,
    /** It is the next one of a clock that was set back. */
    SET_BACK
  }

  /** The time of the last still that counted. */
  public @Nullable Instant last() {
    return last;
  }

  /** How a still of that time follows; what comes next is compared with it once it counts. */
  public Place of(Instant time) {
    if (last == null || time.isAfter(last)) {
      lateInARow = 0;
      lateLast = null;
      return Place.NEXT;
    }
    lateInARow = lateLast == null || time.isAfter(lateLast) ? lateInARow + 1 : 1;
    lateLast = time;
    if (lateInARow < LATE_IN_A_ROW) {
      return Place.LATE;
    }
    lateInARow = 0;
    lateLast = null;
    return Place.SET_BACK;
  }

  /** A still of that time counts. */
  public void counts(Instant time) {
    last = time;
  }
}
