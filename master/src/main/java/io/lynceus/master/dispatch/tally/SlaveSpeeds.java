package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people which slaves are slow. No decision rests on it: where units go is decided by the
 * {@linkplain io.lynceus.master.dispatch.state.UnitCosts costs of units}, which follow each result
 * at once and may be wrong for a moment.
 *
 * <p>Like is compared with like: the time of a network for one picture or tile, since it sees every
 * picture in the size of its input, and the time of other analyses per pixel. Each {@link Work}
 * apart, a slave's time is the median of its last {@value RecentTimes#CAPACITY} results. Its
 * slowness is the time of its work as a multiple of what the median slave would need for it; of an
 * even number of slaves that is the faster of the two in the middle, so that of two slaves the slow
 * one counts as slow.
 *
 * <p>A slave takes part from {@value #LEAST_UNITS} results on. It counts as slow when it was at
 * least {@value #LEAST_SLOWNESS} times slower at every look for two minutes.
 */
final class SlaveSpeeds implements DispatchEvents {
  static final int LEAST_UNITS = 50;
  static final double LEAST_SLOWNESS = 1.5;
  static final Duration SUSTAINED = Duration.ofMinutes(2);

  private static final Logger log = LoggerFactory.getLogger(SlaveSpeeds.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

  /** Of one work, fewer results of a slave are not compared. */
  private static final int LEAST_OF_A_WORK = 10;

  /** Of one slave; results of further networks are not compared. */
  private static final int MOST_WORKS = 64;

  private final LongSupplier clock;
  private final Map<ConnectedSlave, Speed> speeds = new HashMap<>();
  private long lookedAt;

  /**
   * What is compared with itself alone.
   *
   * @param model the network that did it; empty when none did
   */
  private record Work(Analysis analysis, String model) {}

  private static final class Speed {
    private final Map<Work, RecentTimes> times = new HashMap<>();
    private long units;
    private boolean isNews;
    private boolean isSlow;
    private boolean isTold;
    private long slowSince;
    private OptionalDouble slowness = OptionalDouble.empty();
  }

  /**
   * @param clock of dispatch, nanoseconds
   */
  SlaveSpeeds(LongSupplier clock) {
    this.clock = clock;
    lookedAt = clock.getAsLong();
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    if (attempt.isConfined()) { // a new JVM of low priority says nothing about the slave
      return;
    }
    Speed speed = speeds.computeIfAbsent(attempt.slave(), none -> new Speed());
    String model = result.findings().model();
    Work work = new Work(attempt.unit().analysis(), model);
    if (speed.times.size() < MOST_WORKS || speed.times.containsKey(work)) {
      double nanos = result.timing().run().toNanos();
      speed
          .times
          .computeIfAbsent(work, none -> new RecentTimes())
          .add(model.isEmpty() ? nanos / attempt.unit().pixels() : nanos);
      speed.units++;
      speed.isNews = true;
    }
    long now = clock.getAsLong();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      look(now);
    }
  }

  @Override
  public void slaveLost(ConnectedSlave slave) {
    speeds.remove(slave);
  }

  @Override
  public void slaveLeft(ConnectedSlave slave) {
    speeds.remove(slave);
  }

  /**
   * How many times slower than the median slave it is: at least {@value #LEAST_SLOWNESS}, or 1 if
   * it is not slow; empty while too little is known.
   */
  OptionalDouble slowness(ConnectedSlave slave) {
    Speed speed = speeds.get(slave);
    if (speed == null || speed.slowness.isEmpty()) {
      return OptionalDouble.empty();
    }
    return speed.isTold ? speed.slowness : OptionalDouble.of(1);
  }

  private void look(long now) {
    Map<Work, Double> medians = medians();
    speeds.forEach(
        (slave, speed) -> {
          if (speed.isNews && speed.units >= LEAST_UNITS) {
            speed.isNews = false;
            compare(slave, speed, medians, now);
          }
        });
  }

  private Map<Work, Double> medians() {
    Map<Work, List<Double>> shown = new HashMap<>();
    for (Speed speed : speeds.values()) {
      if (speed.units >= LEAST_UNITS) {
        speed.times.forEach(
            (work, times) -> {
              if (times.size() >= LEAST_OF_A_WORK) {
                shown.computeIfAbsent(work, none -> new ArrayList<>()).add(times.median());
              }
            });
      }
    }
    Map<Work, Double> medians = new HashMap<>();
    shown.forEach(
        (work, times) -> {
          if (times.size() > 1) {
            times.sort(null);
            medians.put(work, times.get((times.size() - 1) / 2));
          }
        });
    return medians;
  }

  private static OptionalDouble slowness(Speed speed, Map<Work, Double> medians) {
    double own = 0;
    double others = 0;
    for (Map.Entry<Work, RecentTimes> entry : speed.times.entrySet()) {
      RecentTimes times = entry.getValue();
      double median = medians.getOrDefault(entry.getKey(), 0.0);
      if (median > 0 && times.size() >= LEAST_OF_A_WORK) {
        own += times.size() * times.median();
        others += times.size() * median;
      }
    }
    return others > 0 ? OptionalDouble.of(own / others) : OptionalDouble.empty();
  }

  private static void compare(
      ConnectedSlave slave, Speed speed, Map<Work, Double> medians, long now) {
    speed.slowness = slowness(speed, medians);
    boolean isSlow = speed.slowness.orElse(1) >= LEAST_SLOWNESS;
    if (isSlow && !speed.isSlow) {
      speed.slowSince = now;
    }
    speed.isSlow = isSlow;
    boolean isTold = isSlow && now - speed.slowSince >= SUSTAINED.toNanos();
    if (isTold && !speed.isTold) {
      log.warn(
          "slave {} is {} times slower than the others, for {} minutes by now",
          slave,
          String.format(Locale.ROOT, "%.1f", speed.slowness.orElse(1)),
          SUSTAINED.toMinutes());
    } else if (speed.isTold && !isTold) {
      log.info("slave {} is no longer slower than the others", slave);
    }
    speed.isTold = isTold;
  }
}
