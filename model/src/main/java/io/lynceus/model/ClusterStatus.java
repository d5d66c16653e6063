package io.lynceus.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The state of a cluster, as {@code STATUS} tells it. */
public record ClusterStatus(
    Master master, Tasks tasks, Attempts attempts, Line line, Load load, List<Slave> slaves) {
  public ClusterStatus {
    slaves = List.copyOf(slaves);
  }

  /** This, with what the master's process holds. */
  public ClusterStatus withMemory(MasterMemory memory) {
    Master known = new Master(master.version(), master.uptime(), memory);
    return new ClusterStatus(known, tasks, attempts, line, load, slaves);
  }

  /** The master itself. */
  public record Master(String version, Duration uptime, MasterMemory memory) {}

  /**
   * What the master's process holds, in bytes.
   *
   * @param residentBytes of the machine's memory in all; 0 where the system does not tell it
   * @param heapBytes used of the heap, garbage included
   * @param heapBoundBytes that the heap may have
   * @param heldBytes of images and of answers that are not sent
   * @param heldBoundBytes that these may have
   */
  public record MasterMemory(
      long residentBytes,
      long heapBytes,
      long heapBoundBytes,
      long heldBytes,
      long heldBoundBytes) {
    /** Of a master that does not tell. */
    public static final MasterMemory NONE = new MasterMemory(0, 0, 0, 0, 0);
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
   * What waits for a slave now.
   *
   * @param bytes of the files of the tasks that wait
   * @param oldest since the submission of the unit that waits longest, or since it was given back
   * @param units of all tasks, waiting and running; no analysis has 0
   */
  public record Line(long bytes, Duration oldest, Map<Analysis, Integer> units) {
    public static final Line EMPTY = new Line(0, Duration.ZERO, Map.of());

    public Line {
      units = sorted(units);
    }
  }

  /**
   * What has come and been done of late, within the last 30 to 60 s.
   *
   * @param imagesPerSecond that were taken in
   * @param busyPerSecond that were refused, as too many were waiting
   * @param workPerImage time of slaves' threads, decoding included, for an image that has been
   *     answered; zero while none has
   */
  public record Load(double imagesPerSecond, double busyPerSecond, Duration workPerImage) {
    public static final Load NONE = new Load(0, 0, Duration.ZERO);
  }

  /**
   * One connected slave.
   *
   * @param address host and port of its end of the connection
   * @param slots its worker threads
   * @param busy units that it has in hand, running or queued
   * @param unitsDone since it connected
   * @param history of all slaves that had its name
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
      Pace pace,
      History history,
      MemoryUse memory) {
    /** Whether a slave is given units. */
    public enum State {
      READY,
      DRAINING,
      SUSPECT
    }
  }

  /**
   * How fast a slave is, an average that forgets.
   *
   * @param millisPerMegapixel of each analysis that it has shown, 10^6 pixels of the image
   * @param slowness its time as a multiple of the median slave's, the mean over the analyses: 1 is
   *     as usual, 2 half as fast; empty before it has shown any
   */
  public record Pace(Map<Analysis, Double> millisPerMegapixel, OptionalDouble slowness) {
    public static final Pace UNKNOWN = new Pace(Map.of(), OptionalDouble.empty());

    public Pace {
      millisPerMegapixel = sorted(millisPerMegapixel);
    }
  }

  /**
   * What went wrong under a slave's name since the master's start.
   *
   * @param joined times that it has connected
   * @param lost connections that ended without its draining
   * @param silent times that it was suspected
   * @param failed units that it said have failed, broken images left out
   * @param tookTooLong units that were given up there
   */
  public record History(long joined, long lost, long silent, long failed, long tookTooLong) {
    public static final History NONE = new History(0, 0, 0, 0, 0);
  }

  /**
   * How many slaves a load wants, see {@code docs/operations.md}.
   *
   * @param target wait that 95 % of the images are to stay below
   * @param slaves that are wanted for it
   * @param more than there are ready; negative when fewer are enough
   * @param atLeast whether images are refused for want of room, so that more would come
   */
  public record Estimate(Duration target, int slaves, int more, boolean atLeast) {}

  private static <V> Map<Analysis, V> sorted(Map<Analysis, V> map) {
    Map<Analysis, V> sorted = new TreeMap<>();
    sorted.putAll(map);
    return Collections.unmodifiableMap(sorted);
  }
}
