package io.lynceus.protocol.reply;

import io.lynceus.protocol.message.MemoryUse;
import java.time.Duration;
import java.util.List;

/** The state of a cluster, as {@code STATUS} tells it. */
public record ClusterStatus(
    String version, Duration uptime, Tasks tasks, Attempts attempts, List<Slave> slaves) {
  public ClusterStatus {
    slaves = List.copyOf(slaves);
  }

  /**
   * Tasks by what they are at.
   *
   * @param waiting admitted, and no unit given to a slave yet
   * @param running with a unit on a slave
   * @param complete answered in full since the master's start
   * @param partial answered in part since the master's start
   * @param rejected refused since the master's start
   */
  public record Tasks(long waiting, long running, long complete, long partial, long rejected) {}

  /**
   * Attempts since the master's start.
   *
   * @param given all that were given to slaves
   * @param again given in place of one that was given up, failed, or was lost with its slave
   * @param speculative given beside one that was taking long
   * @param wasted results that came when they were no longer wanted
   * @param againLongest the longest time from a unit's giving back to its next attempt
   * @param againLast that time of the last unit
   */
  public record Attempts(
      long given,
      long again,
      long speculative,
      long wasted,
      Duration againLongest,
      Duration againLast) {
    /** Of a master that has given nothing yet, or is too old to tell. */
    public static final Attempts NONE = new Attempts(0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
  }

  /**
   * One connected slave.
   *
   * @param address host and port of its end of the connection
   * @param slots its worker threads
   * @param busy units that it has in hand, running or queued
   * @param unitsDone since it connected
   * @param memory as its last heartbeat told
   */
  public record Slave(
      String name,
      String address,
      String version,
      State state,
      int slots,
      int busy,
      long unitsDone,
      MemoryUse memory) {
    /** Whether a slave is given units. */
    public enum State {
      READY,
      DRAINING,
      SUSPECT
    }
  }
}
