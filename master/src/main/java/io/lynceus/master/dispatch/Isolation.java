package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.state.WorkUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a slave for each suspect, that is, for a unit that may have killed a slave. A suspect
 * runs alone, so that a second death shows what killed.
 *
 * <p>One slave at a time is reserved. It is given nothing more. It gets the suspect when it is idle
 * and no slave has an earlier attempt of the suspect in hand.
 */
final class Isolation {
  private final WaitingLine line;
  private final SlaveRoster slaves;
  private @Nullable ConnectedSlave reserved;
  private @Nullable Attempt running;

  Isolation(WaitingLine line, SlaveRoster slaves) {
    this.line = line;
    this.slaves = slaves;
  }

  /** Whether the slave waits for a suspect, or runs one: it is given nothing else. */
  boolean isReserved(ConnectedSlave slave) {
    return slave == reserved;
  }

  /** A suspect, and the idle slave that it can be given to now. */
  record Pair(WorkUnit suspect, ConnectedSlave slave) {}

  /** Reserves a slave for the first suspect. Null while nothing can be given. */
  @Nullable Pair next(long now) {
    if (reserved != null && !slaves.contains(reserved)) {
      reserved = null;
      running = null;
    }
    if (running != null && running.isWanted()) {
      return null;
    }
    running = null;
    WorkUnit suspect =
        line.firstSuspect(
            unit -> !unit.isConfined() && slaves.haveNoneOf(unit) && slaves.anyCanRun(unit));
    if (suspect == null) {
      reserved = null;
      return null;
    }
    if (reserved == null || !reserved.canRun(suspect)) {
      reserved = firstToBeIdle(suspect, now);
    }
    return reserved != null && reserved.isIdle() ? new Pair(suspect, reserved) : null;
  }

  /** The suspect was given to the reserved slave; the next one waits until it is done. */
  void given(Attempt attempt) {
    running = attempt;
  }

  private @Nullable ConnectedSlave firstToBeIdle(WorkUnit suspect, long now) {
    return slaves.all().stream()
        .filter(slave -> slave.canRun(suspect))
        .min(
            Comparator.comparingInt(ConnectedSlave::unwanted)
                .thenComparing(ConnectedSlave::inHand)
                .thenComparing(slave -> slave.expectedNanos(suspect, now)))
        .orElse(null);
  }
}
