package io.lynceus.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The state of a cluster, as {@code STATUS} tells it.
 *
 * @param estimate how many slaves the load needs; empty where nothing was measured or told
 */
public record ClusterStatus(
    Master master,
    Tasks tasks,
    Attempts attempts,
    Queue queue,
    Load load,
    Optional<Estimate> estimate,
    List<Slave> slaves) {
  public ClusterStatus {
    slaves = List.copyOf(slaves);
  }

  /** Without an estimate. */
  public ClusterStatus(
      Master master, Tasks tasks, Attempts attempts, Queue queue, Load load, List<Slave> slaves) {
    this(master, tasks, attempts, queue, load, Optional.empty(), slaves);
  }

  /** This, with what the master's process holds, and what its ports have passed over. */
  public ClusterStatus withMemory(MasterMemory memory, PassedOver passedOver) {
    return with(
        new Master(
            master.version(),
            master.uptime(),
            memory,
            passedOver,
            master.store(),
            master.mqtt(),
            master.webhooks()));
  }

  /** This, with how the master's store is. */
  public ClusterStatus withStore(StoreUse store) {
    return with(
        new Master(
            master.version(),
            master.uptime(),
            master.memory(),
            master.passedOver(),
            Optional.of(store),
            master.mqtt(),
            master.webhooks()));
  }

  /** This, with how the connection to the MQTT broker is. */
  public ClusterStatus withMqtt(BrokerUse mqtt) {
    return with(
        new Master(
            master.version(),
            master.uptime(),
            master.memory(),
            master.passedOver(),
            master.store(),
            Optional.of(mqtt),
            master.webhooks()));
  }

  /** This, with how the receivers of events are. */
  public ClusterStatus withWebhooks(List<WebhookUse> webhooks) {
    return with(
        new Master(
            master.version(),
            master.uptime(),
            master.memory(),
            master.passedOver(),
            master.store(),
            master.mqtt(),
            webhooks));
  }

  private ClusterStatus with(Master known) {
    return new ClusterStatus(known, tasks, attempts, queue, load, estimate, slaves);
  }

  /** This, with an estimate of the slaves that the load needs. */
  public ClusterStatus withEstimate(Optional<Estimate> made) {
    return new ClusterStatus(master, tasks, attempts, queue, load, made, slaves);
  }

  /**
   * The master itself.
   *
   * @param store how its store is, if it has one
   * @param mqtt how its connection to an MQTT broker is, if it has one
   * @param webhooks how the receivers are that it tells of events
   */
  public record Master(
      String version,
      Duration uptime,
      MasterMemory memory,
      PassedOver passedOver,
      Optional<StoreUse> store,
      Optional<BrokerUse> mqtt,
      List<WebhookUse> webhooks) {
    /** Keeps a copy. */
    public Master {
      webhooks = List.copyOf(webhooks);
    }

    /** A master without a store, a broker and receivers. */
    public Master(String version, Duration uptime, MasterMemory memory, PassedOver passedOver) {
      this(version, uptime, memory, passedOver, Optional.empty(), Optional.empty(), List.of());
    }

    /** A master that has passed over nothing. */
    public Master(String version, Duration uptime, MasterMemory memory) {
      this(version, uptime, memory, PassedOver.NONE);
    }
  }

  /**
   * How the master's store is.
   *
   * @param state {@code ok}, {@code failed} or {@code closed}
   * @param problem what is wrong, in a line that says what to do, when it has failed
   * @param results in it; empty when that is not known
   * @param bytes of database and pictures; empty when that is not known
   * @param dropped replies that clients were given and that are not in it
   * @param waiting replies that wait to be stored
   */
  public record StoreUse(
      String state,
      Optional<String> problem,
      OptionalLong results,
      OptionalLong bytes,
      long dropped,
      int waiting) {}

  /**
   * How the connection to the MQTT broker is.
   *
   * @param state {@code connected} or {@code away}
   * @param problem why it is away, or refuses messages, in a line that says what to do
   * @param pending messages that it does not have
   * @param refused messages that it has refused since the start
   */
  public record BrokerUse(String state, Optional<String> problem, int pending, long refused) {}

  /**
   * How a receiver of events is.
   *
   * @param name as master.conf has it
   * @param state {@code ok}, {@code failing}, or {@code gone}: it wants nothing more
   * @param problem why the latest attempt failed; empty if it did not
   * @param pending changes of events that it does not have; empty when that is not known
   * @param dead changes that were given up; empty when that is not known
   */
  public record WebhookUse(
      String name,
      String state,
      Optional<String> problem,
      OptionalLong pending,
      OptionalLong dead) {}

  /**
   * Bytes that clients have sent behind images and that begin no item, since the master's start.
   *
   * @param images with such bytes behind them
   * @param bytes of all of them
   */
  public record PassedOver(long images, long bytes) {
    public static final PassedOver NONE = new PassedOver(0, 0);
  }

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
   * @param confined those in a JVM of their own
   * @param againLongest the longest time from a unit's giving back to its next attempt
   * @param againLast that time of the last unit
   */
  public record Attempts(
      long given,
      long again,
      long speculative,
      long wasted,
      Confined confined,
      Duration againLongest,
      Duration againLast) {
    /** Of a master that has given nothing yet, or is too old to tell. */
    public static final Attempts NONE =
        new Attempts(0, 0, 0, 0, Confined.NONE, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Attempts in a JVM of their own, since two slaves had died of the unit.
   *
   * @param given that were given to slaves
   * @param died whose JVM died too, so that the unit is poison
   */
  public record Confined(long given, long died) {
    public static final Confined NONE = new Confined(0, 0);
  }

  /**
   * Work units that wait for a slave now.
   *
   * @param bytes file sizes of the waiting tasks, summed
   * @param oldest the longest wait of a unit, counted from its task's submission or from its return
   * @param units waiting units by analysis, of all tasks; an analysis without any is left out
   * @param bound of what may wait, if the master tells it
   */
  public record Queue(
      long bytes, Duration oldest, Map<Analysis, Integer> units, Optional<QueueBound> bound) {
    public static final Queue EMPTY = new Queue(0, Duration.ZERO, Map.of());

    public Queue {
      units = sorted(units);
    }

    /** Of a master that does not tell the bound. */
    public Queue(long bytes, Duration oldest, Map<Analysis, Integer> units) {
      this(bytes, oldest, units, Optional.empty());
    }
  }

  /**
   * The most that may wait for a slave: what is beyond is refused as busy.
   *
   * @param images in number, at least 1
   * @param bytes of their files, at least 1
   */
  public record QueueBound(long images, long bytes) {}

  /**
   * The load of the last 30 to 60 s.
   *
   * @param imagesPerSecond images accepted per second
   * @param busyPerSecond images refused per second because too many were waiting
   * @param workPerImage slave thread time for each image replied to, decoding included; zero while
   *     there are no replies
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
   * @param heard how long ago the master has heard of it, if the master tells it
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
      MemoryUse memory,
      Optional<Duration> heard) {

    /** Of a master that does not tell when it has heard of the slave. */
    public Slave(
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
      this(
          name,
          address,
          version,
          state,
          slots,
          busy,
          unitsDone,
          pace,
          history,
          memory,
          Optional.empty());
    }

    /** Whether a slave is given units. */
    public enum State {
      READY,
      DRAINING,
      SUSPECT
    }
  }

  /**
   * How fast a slave is.
   *
   * @param millisPerMegapixel of each analysis that it has shown, 10^6 pixels of the image: an
   *     average that forgets, by which the master chooses slaves; it depends on the pictures
   * @param slowness its time as a multiple of what the median slave needs for the same work, at
   *     least 1.5, when it was so for minutes; 1 if it is not slow; empty while too little is known
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
   * How many slaves a load needs, see {@code docs/status.md}.
   *
   * @param target 95 % of the images are to wait less than this
   * @param slaves the number that this needs
   * @param more how many more that is than are ready; negative when fewer suffice
   * @param atLeast true while images are refused as busy: the real load is then higher
   */
  public record Estimate(Duration target, int slaves, int more, boolean atLeast) {}

  private static <V> Map<Analysis, V> sorted(Map<Analysis, V> map) {
    Map<Analysis, V> sorted = new TreeMap<>();
    sorted.putAll(map);
    return Collections.unmodifiableMap(sorted);
  }
}
