package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.WorkUnit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the work units that a slave had in hand when it was lost or suspected, until each is with
 * another slave or has ended. Then one line of the log says how long that took.
 */
final class LossReports implements DispatchEvents {
  private static final Logger log = LoggerFactory.getLogger(LossReports.class);

  private final LongSupplier clock;
  private final Map<WorkUnit, Loss> open = new HashMap<>();

  LossReports(LongSupplier clock) {
    this.clock = clock;
  }

  private static final class Loss {
    private final String slave;
    private final long at;
    private final int units;
    private int left;
    private int given;

    Loss(ConnectedSlave slave, int units, long at) {
      this.slave = slave.toString();
      this.at = at;
      this.units = units;
      left = units;
    }
  }

  @Override
  public void unitsLost(ConnectedSlave slave, List<WorkUnit> units) {
    Loss loss = new Loss(slave, units.size(), clock.getAsLong());
    units.forEach(unit -> open.put(unit, loss));
  }

  @Override
  public void attemptGiven(Attempt attempt) {
    Loss loss = open.remove(attempt.unit());
    if (loss != null) {
      loss.given++;
      if (--loss.left == 0) {
        log.info(
            "slave {}: {} of its {} work units are with others, the last after {} ms",
            loss.slave,
            loss.given,
            loss.units,
            Duration.ofNanos(attempt.assignedAt() - loss.at).toMillis());
      }
    }
  }

  @Override
  public void unitEnded(WorkUnit unit) {
    Loss loss = open.remove(unit);
    if (loss != null && --loss.left == 0) {
      log.info(
          "slave {}: {} of its {} work units are with others, none waits",
          loss.slave,
          loss.given,
          loss.units);
    }
  }
}
