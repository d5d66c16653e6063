package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A slave's process: it keeps the rules of the protocol, takes the times and meets the ends that
 * the simulation gives it, and connects again when its connection is gone.
 */
final class SimulatedSlave {
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

  private final Simulation simulation;
  private final String name;
  private final int slots;
  private final Set<Analysis> analyses;

  /** So many times slower than others. */
  private double slowness = 1;

  private @Nullable SimulatedConnection connection;
  private final Map<Long, Integer> images = new HashMap<>();
  private final Deque<AssignUnit> queue = new ArrayDeque<>();
  private int running;
  private int stuck;
  private boolean alive = true;
  private boolean frozen;
  private boolean draining;
  private boolean refusing;
  private boolean deaf;
  private boolean mute;
  private long heardAt;
  private final Deque<Runnable> whileFrozen = new ArrayDeque<>();

  SimulatedSlave(Simulation simulation, String name, int slots, Set<Analysis> analyses) {
    this.simulation = simulation;
    this.name = name;
    this.slots = slots;
    this.analyses = analyses;
  }

  void start() {
    connect();
    beat();
  }

  String name() {
    return name;
  }

  int slots() {
    return slots;
  }

  boolean isAlive() {
    return alive;
  }

  /** Threads that hang for ever. */
  int stuck() {
    return stuck;
  }

  /** Has answered all that it will ever answer. */
  boolean isQuiet() {
    return !alive || (running == stuck && (queue.isEmpty() || stuck == slots) && !frozen);
  }

  /** The process that is started in its place, under its name. */
  SimulatedSlave reborn() {
    return new SimulatedSlave(simulation, name, slots, analyses);
  }

  int imagesHeld() {
    return images.size();
  }

  void slowDown(double factor) {
    slowness = factor;
  }

  private void connect() {
    if (!alive || draining || connection != null) {
      return;
    }
    if (frozen || deaf || mute) {
      simulation.later(simulation.within(Duration.ofSeconds(1)), this::connect);
      return;
    }
    heardAt = simulation.nanos();
    connection = new SimulatedConnection(simulation, this, simulation.latency());
    simulation.connected(connection);
    connection.register(new Register(name, "1", slots, analyses));
  }

  /** The process is killed, or has crashed: its kernel closes the connection. */
  void die() {
    alive = false;
    if (connection != null) {
      connection.hangUp();
      connection = null;
    }
  }

  /** Its machine is gone: nobody closes the connection. */
  void losePower() {
    alive = false;
    if (connection != null) {
      connection.vanish();
      connection = null;
    }
  }

  /** SIGSTOP, and SIGCONT after that time. */
  void freeze(Duration time) {
    frozen = true;
    simulation.later(time, this::thaw);
  }

  private void thaw() {
    frozen = false;
    heardAt = simulation.nanos();
    while (!frozen && !whileFrozen.isEmpty()) {
      whileFrozen.removeFirst().run();
    }
  }

  /** The network swallows what goes to the slave, or comes from it, or both, for that time. */
  void partition(boolean deaf, boolean mute, Duration time) {
    isolate(deaf, mute);
    simulation.later(time, () -> isolate(false, false));
  }

  private void isolate(boolean deaf, boolean mute) {
    this.deaf = deaf;
    this.mute = mute;
    simulation.connections(this).forEach(each -> each.block(mute, deaf));
  }

  void drain() {
    draining = true;
    say(new Draining());
    simulation.later(
        ON_ITS_WAY,
        () -> {
          refusing = true;
          leaveWhenIdle();
        });
  }

  /** The connection breaks, the process lives: it connects again. */
  void hangUp(SimulatedConnection which) {
    whenAwake(
        () -> {
          which.hangUp();
          if (which == connection) {
            connection = null;
            queue.clear();
            images.clear();
            simulation.later(simulation.within(Duration.ofMillis(400)), this::connect);
          }
        });
  }

  /**
   * Some box on the way has forgotten the connection: nothing passes any more, and nobody is told.
   */
  void loseConnection() {
    if (connection != null) {
      connection.vanish();
      connection = null;
      queue.clear();
      images.clear();
      simulation.later(simulation.within(Duration.ofMillis(400)), this::connect);
    }
  }

  void flap() {
    if (connection != null) {
      hangUp(connection);
    }
  }

  void takeImage(SimulatedConnection from, long task, int image) {
    whenAwake(
        () -> {
          if (from == connection) {
            images.put(task, image);
          }
        });
  }

  void hear(SimulatedConnection from, MasterMessage message) {
    whenAwake(
        () -> {
          if (from == connection) {
            receive(message);
          }
        });
  }

  private void receive(MasterMessage message) {
    if (message instanceof AssignUnit unit) {
      Ledger.check(images.containsKey(unit.task()), "a unit came without its image", this);
      if (refusing) {
        say(new UnitFailed(unit.attempt(), FailureReason.REFUSED, "draining"));
      } else {
        queue.add(unit);
        runNext();
      }
    } else if (message instanceof CancelUnit cancel) {
      if (queue.removeIf(unit -> unit.attempt() == cancel.attempt())) {
        say(new UnitFailed(cancel.attempt(), FailureReason.REFUSED, "cancelled"));
        leaveWhenIdle();
      }
    } else if (message instanceof TaskClosed closed) {
      Ledger.check(images.remove(closed.task()) != null, "closed a task that it never had", this);
    }
  }

  private void runNext() {
    while (running < slots && !queue.isEmpty()) {
      AssignUnit unit = queue.removeFirst();
      int image = images.get(unit.task());
      running++;
      say(new UnitStarted(unit.attempt()));
      switch (faults().fate(image, unit.analysis())) {
        case CRASH -> simulation.later(faults().workTime(), () -> whenAwake(() -> crash(image)));
        case HANG -> stuck++;
        case WORK -> work(unit, image);
      }
    }
  }

  private void work(AssignUnit unit, int image) {
    SimulatedConnection from = connection;
    Duration time = Duration.ofNanos((long) (faults().workTime().toNanos() * slowness));
    simulation.later(time, () -> whenAwake(() -> finish(unit, image, time, from)));
  }

  private void crash(int image) {
    simulation.ledger().killed(SimulatedFaults.original(image));
    faults().die(this);
  }

  private SimulatedFaults faults() {
    return simulation.faults();
  }

  private void finish(AssignUnit unit, int image, Duration time, SimulatedConnection from) {
    running--;
    if (from == connection) {
      SlaveMessage result =
          faults().isFailure()
              ? new UnitFailed(unit.attempt(), FailureReason.ANALYSIS_FAILED, "simulated")
              : new UnitDone(
                  unit.attempt(),
                  Ledger.findings(image, unit.analysis()),
                  new UnitTiming(Duration.ZERO, time));
      say(result);
      if (simulation.oneIn(50)) {
        say(result);
      }
    }
    runNext();
    leaveWhenIdle();
  }

  private void leaveWhenIdle() {
    if (refusing && running == 0 && queue.isEmpty()) {
      die();
    }
  }

  private void beat() {
    if (!alive) {
      return;
    }
    long now = simulation.nanos();
    if (!frozen && connection != null) {
      if (connection.isAudible()) {
        heardAt = now;
      }
      if (now - heardAt >= Simulation.SILENCE.toNanos()) {
        hangUp(connection);
      } else {
        say(new SlaveHeartbeat(running, queue.size(), MemoryUse.NONE));
      }
    }
    simulation.later(HEARTBEAT, this::beat);
  }

  private void say(SlaveMessage message) {
    if (connection != null) {
      connection.say(message);
    }
  }

  private void whenAwake(Runnable action) {
    if (!alive) {
      return;
    }
    if (frozen) {
      whileFrozen.add(() -> whenAwake(action));
    } else {
      action.run();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
