package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.ImageRecord;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a simulation: slaves are killed, stopped, cut off or slow, lose connections,
 * drain, are drained for a while, or report failures; images kill the slave that runs them, or hang
 * its thread; the master stands still, alone or with its slaves.
 *
 * <p>In a calm simulation the first slave never fails and no image is bad: then nothing may be
 * missing in any reply.
 */
final class SimulatedFaults {
  private static final Duration TIME = Duration.ofSeconds(5);

  /** All faults are over at this time. */
  private static final Duration OVER = Duration.ofSeconds(16);

  private static final int UNDECODABLE = 12;
  private static final int COPIED = 27;

  private final Simulation simulation;
  private final boolean calm;
  private final boolean killers;
  private final boolean hangs;

  /** Decides pauses of the master; null if there are none. */
  private final @Nullable Random pauses;

  /** Faults after which a slave that cannot be heard may start what others have too. */
  private int excuses;

  /**
   * Whatever may go wrong, as chance decides.
   *
   * @param calm whether nothing goes wrong that costs a result
   * @param pauses decides pauses of the master; null for none
   */
  SimulatedFaults(Simulation simulation, boolean calm, @Nullable Random pauses) {
    this(simulation, calm, !calm && simulation.oneIn(2), !calm && simulation.oneIn(4), pauses);
  }

  SimulatedFaults(Simulation simulation, boolean calm, boolean killers, boolean hangs) {
    this(simulation, calm, killers, hangs, null);
  }

  private SimulatedFaults(
      Simulation simulation,
      boolean calm,
      boolean killers,
      boolean hangs,
      @Nullable Random pauses) {
    this.simulation = simulation;
    this.calm = calm;
    this.killers = killers;
    this.hangs = hangs;
    this.pauses = pauses;
  }

  /** What becomes of a unit on a slave. */
  enum Fate {
    WORK,
    CRASH,
    HANG
  }

  boolean isCalm() {
    return calm;
  }

  /** How many slaves an image may kill. */
  int mostVictims() {
    return ImageRecord.MOST_DEATHS + excuses;
  }

  /** Something has happened that excuses as many deaths as one image may cause. */
  void excuse() {
    excuses += ImageRecord.MOST_DEATHS;
  }

  boolean areOver() {
    return simulation.nanos() > OVER.toNanos();
  }

  void begin() {
    int kills = simulation.oneIn(4) ? simulation.below(40) : 0;
    for (int i = 0; i < kills; i++) {
      simulation.later(simulation.within(TIME), this::kill);
    }
    int faults = simulation.below(10);
    for (int i = 0; i < faults; i++) {
      simulation.later(simulation.within(TIME), this::happen);
    }
    if (pauses != null) {
      pause(pauses);
    }
  }

  /** All pauses together leave the tasks time enough. */
  private void pause(Random random) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      Duration time = Duration.ofMillis(100 + random.nextInt(4_900));
      boolean all = random.nextInt(3) == 0;
      boolean readFirst = random.nextBoolean();
      simulation.later(
          Duration.ofMillis(random.nextInt(5_000)),
          () -> {
            excuse();
            simulation.pauseMaster(time);
            if (all) {
              living().forEach(slave -> silently(() -> slave.freeze(time, readFirst)));
            }
          });
    }
  }

  Optional<Duration> deadline() {
    return !calm && simulation.oneIn(10)
        ? Optional.of(simulation.within(Duration.ofSeconds(2)).plusMillis(1))
        : Optional.empty();
  }

  /** One of the images that kill is sent twice. */
  static int original(int image) {
    return image == COPIED + 1 ? COPIED : image;
  }

  /** A bad image is bad every time, on every slave. */
  Fate fate(int image, Analysis analysis) {
    int kind = original(image) % 20;
    if (killers && ((kind == 7 && analysis.equals(Analysis.EDGES)) || kind == UNDECODABLE)) {
      simulation.ledger().guilty(original(image));
      return Fate.CRASH;
    }
    return hangs && kind == 5 && analysis.equals(Analysis.FACES) ? Fate.HANG : Fate.WORK;
  }

  /** What a child process takes until it can begin. */
  Duration childStart() {
    return simulation.within(Duration.ofMillis(1_500));
  }

  Duration workTime() {
    if (!calm && simulation.oneIn(40)) {
      return Duration.ofSeconds(5);
    }
    return simulation.within(Duration.ofMillis(80));
  }

  /** A slave may fail with a unit for reasons of its own. */
  boolean isFailure() {
    return !calm && simulation.oneIn(50);
  }

  /**
   * What a slave that does not keep to the protocol says in the place of a result, or after it:
   * none of it can be true.
   */
  Optional<SlaveMessage> breach(boolean confined, UnitDone result) {
    if (calm || confined || !simulation.oneIn(200)) {
      return Optional.empty();
    }
    excuses++; // it goes on with what was taken from it
    long attempt = result.attempt();
    return Optional.of(
        switch (simulation.below(7)) {
          case 0 -> new UnitDone(attempt, Findings.NONE, result.timing());
          case 1 ->
              new UnitDone(attempt, result.findings().withVectors(List.of()), result.timing());
          case 2 -> took(result, Duration.ofNanos(Long.MIN_VALUE));
          case 3 -> took(result, Duration.ofNanos(Long.MAX_VALUE));
          case 4 -> withThumbnail(result, Images.thumbnail(321, 1)); // whether asked for or not
          case 5 -> new ChildDied(attempt, "of nothing", "");
          default -> new UnitStarted(attempt + 1_000_000);
        });
  }

  private static UnitDone took(UnitDone result, Duration time) {
    return new UnitDone(result.attempt(), result.findings(), new UnitTiming(time, time));
  }

  private static UnitDone withThumbnail(UnitDone result, Thumbnail thumbnail) {
    return new UnitDone(
        result.attempt(),
        result.findings(),
        result.timing(),
        result.condition(),
        Optional.of(thumbnail));
  }

  /** A process crashes or is killed. Mostly it is started again. */
  void die(SimulatedSlave slave) {
    slave.die();
    restart(slave);
  }

  private void restart(SimulatedSlave slave) {
    if (!simulation.oneIn(4)) {
      simulation.later(
          simulation.within(Duration.ofSeconds(3)), () -> simulation.start(slave.reborn()));
    }
  }

  /** Slaves that may have a fault now. */
  private List<SimulatedSlave> living() {
    return simulation.slaves().stream().skip(calm ? 1 : 0).filter(SimulatedSlave::isAlive).toList();
  }

  private void kill() {
    List<SimulatedSlave> living = living();
    if (!living.isEmpty()) {
      die(living.get(simulation.below(living.size())));
    }
  }

  private void happen() {
    List<SimulatedSlave> living = living();
    if (living.isEmpty() || simulation.oneIn(8)) {
      simulation.newSlave();
      return;
    }
    SimulatedSlave slave = living.get(simulation.below(living.size()));
    Duration time = simulation.within(Duration.ofSeconds(8));
    switch (simulation.below(10)) {
      case 0, 1 -> die(slave);
      case 2 -> silently(() -> slave.freeze(time));
      case 3 -> silently(() -> slave.partition(true, true, time));
      case 4 -> silently(() -> slave.partition(true, false, time));
      case 5 -> silently(() -> slave.partition(false, true, time));
      case 6 -> silently(slave::loseConnection);
      case 7 -> {
        silently(slave::losePower);
        restart(slave);
      }
      case 8 -> slave.threads().slowDown(1 + simulation.below(10));
      default -> flapOrDrain(slave, time);
    }
  }

  private void silently(Runnable fault) {
    excuses++;
    fault.run();
  }

  private void flapOrDrain(SimulatedSlave slave, Duration time) {
    switch (simulation.below(3)) {
      case 0 -> slave.drain();
      case 1 -> {
        simulation.drain(slave, true);
        simulation.later(time, () -> simulation.drain(slave, false));
      }
      default -> {
        for (int i = 0; i < 5; i++) {
          simulation.later(simulation.within(Duration.ofSeconds(3)), () -> silently(slave::flap));
        }
      }
    }
  }
}
