package io.lynceus.master.dispatch;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work units that a slave had in hand when it was lost or suspected, until each is with another
 * slave or at its end: then one line of the log says how long that took. Belongs to the dispatch
 * thread.
 */
final class LossReport {
  private static final Logger log = LoggerFactory.getLogger(LossReport.class);

  private final String slave;
  private final long at;
  private final int units;
  private int given;
  private int ended;

  private LossReport(ConnectedSlave slave, long at, int units) {
    this.slave = slave.toString();
    this.at = at;
    this.units = units;
  }

  /**
   * Follows the units.
   *
   * @param units none of them at its end or with another slave; may be empty
   */
  static void follow(ConnectedSlave slave, List<WorkUnit> units, long now) {
    LossReport loss = new LossReport(slave, now, units.size());
    units.forEach(unit -> unit.lost(loss));
  }

  /** One of the units was given to a slave. */
  void given(long now) {
    given++;
    if (given + ended == units) {
      log.info(
          "slave {}: {} of its {} work units are with others, the last after {} ms",
          slave,
          given,
          units,
          Duration.ofNanos(now - at).toMillis());
    }
  }

  /** One of the units has come to its end without another slave. */
  void ended() {
    ended++;
    if (given + ended == units) {
      log.info(
          "slave {}: {} of its {} work units are with others, none waits", slave, given, units);
    }
  }
}
