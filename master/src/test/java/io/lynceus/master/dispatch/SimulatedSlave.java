package io.lynceus.master.dispatch;

import io.lynceus.model.Analysis;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A slave's process. It keeps the rules of the protocol, takes the times and has the faults that
 * the simulation decides, and connects again when its connection is gone.
 */
final class SimulatedSlave {
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

  private final Simulation simulation;
  private final String name;
  private final long number;
  private final int slots;
  private final Set<Analysis> analyses;

  private @Nullable SimulatedConnection connection;
  private final Map<Long, Integer> images = new HashMap<>();
  private final ProcessState process = new ProcessState();
  private final SimulatedThreads threads;
  private boolean draining;
  private boolean refusing;
  private boolean deaf;
  private boolean mute;
  private long heardAt;

  SimulatedSlave(Simulation simulation, String name, int slots, Set<Analysis> analyses) {
    this.simulation = simulation;
    this.name = name;
    this.number = simulation.nextProcess();
    this.slots = slots;
    this.analyses = analyses;
    this.threads = new SimulatedThreads(simulation, this, process);
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
    return process.isAlive();
  }

  /** Its process keeps its threads when its connection is lost. */
  SimulatedThreads threads() {
    return threads;
  }

  int imagesHeld() {
    return images.size();
  }

  /** Whether it will send no more results. */
  boolean isQuiet() {
    return !process.isAlive() || (threads.isQuiet() && !process.isStopped());
  }

  /** The process that is started in its place, under its name. */
  SimulatedSlave reborn() {
    return new SimulatedSlave(simulation, name, slots, analyses);
  }

  private void connectAgain() {
    connection = null;
    threads.clearQueue();
    images.clear();
    simulation.later(simulation.within(Duration.ofMillis(400)), this::connect);
  }

  private void connect() {
    if (!process.isAlive() || draining || connection != null) {
      return;
    }
    if (process.isStopped() || deaf || mute) {
      simulation.later(simulation.within(Duration.ofSeconds(1)), this::connect);
      return;
    }
    heardAt = simulation.nanos();
    connection = new SimulatedConnection(simulation, this, simulation.latency());
    simulation.connected(connection);
    connection.register(Images.registration(name, number, slots, analyses));
  }

  /** The process is killed, or has crashed: its kernel closes the connection. */
  void die() {
    simulation.happened(this, "its process ends");
    process.die();
    if (connection != null) {
      connection.hangUp();
      connection = null;
    }
  }

  /** Its machine is gone: nobody closes the connection. */
  void losePower() {
    simulation.happened(this, "its machine loses power");
    process.die();
    if (connection != null) {
      connection.vanish();
      connection = null;
    }
  }

  /** SIGSTOP, and SIGCONT after that time. */
  void freeze(Duration time) {
    freeze(time, true);
  }

  /**
   * SIGSTOP, and SIGCONT after that time.
   *
   * @param readsFirst whether it then reads what waits before it looks how long it heard nothing
   */
  void freeze(Duration time, boolean readsFirst) {
    simulation.happened(this, "frozen for " + time.toMillis() + " ms");
    process.stop();
    simulation.later(time, () -> goOn(readsFirst));
  }

  private void goOn(boolean readsFirst) {
    if (readsFirst) {
      heardAt = simulation.nanos();
    }
    process.goOn();
    hangUpIfUnheard();
  }

  private void hangUpIfUnheard() {
    if (connection != null && simulation.nanos() - heardAt >= Simulation.SILENCE.toNanos()) {
      hangUp(connection);
    }
  }

  /** The network swallows what goes to the slave, or comes from it, or both, for that time. */
  void partition(boolean deaf, boolean mute, Duration time) {
    simulation.happened(
        this,
        "hears "
            + (deaf ? "nothing" : "all")
            + " and is "
            + (mute ? "not heard" : "heard")
            + " for "
            + time.toMillis()
            + " ms");
    isolate(deaf, mute);
    simulation.later(time, () -> isolate(false, false));
  }

  private void isolate(boolean deaf, boolean mute) {
    this.deaf = deaf;
    this.mute = mute;
    simulation.connections(this).forEach(each -> each.block(mute, deaf));
  }

  void drain() {
    simulation.happened(this, "drains");
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
    process.run(
        () -> {
          which.hangUp();
          if (which == connection) {
            connectAgain();
          }
        });
  }

  /** A device on the way has forgotten the connection: nothing passes, and neither end is told. */
  void loseConnection() {
    if (connection != null) {
      simulation.happened(this, "its connection passes nothing any more");
      connection.vanish();
      connectAgain();
    }
  }

  void flap() {
    if (connection != null) {
      simulation.happened(this, "its connection breaks");
      hangUp(connection);
    }
  }

  void takeImage(SimulatedConnection from, long task, int image) {
    process.run(
        () -> {
          if (from == connection) {
            images.put(task, image);
          }
        });
  }

  void hear(SimulatedConnection from, MasterMessage message) {
    process.run(
        () -> {
          if (from == connection) {
            receive(from, message);
          }
        });
  }

  private void receive(SimulatedConnection from, MasterMessage message) {
    if (message instanceof AssignUnit unit) {
      take(unit, false, from);
    } else if (message instanceof ConfineUnit order) {
      take(order.unit(), true, from);
    } else if (message instanceof CancelUnit cancel) {
      if (threads.cancel(cancel.attempt())) {
        say(new UnitFailed(cancel.attempt(), FailureReason.REFUSED, "cancelled"));
        leaveWhenIdle();
      }
    } else if (message instanceof TaskClosed closed) {
      Ledger.check(images.remove(closed.task()) != null, "closed a task that it never had", this);
    }
  }

  private void take(AssignUnit unit, boolean confined, SimulatedConnection from) {
    Ledger.check(images.containsKey(unit.task()), "a unit came without its image", this);
    Ledger.checkNeeds(unit, images.get(unit.task()));
    if (refusing) {
      say(new UnitFailed(unit.attempt(), FailureReason.REFUSED, "draining"));
    } else {
      threads.add(unit, confined, images.get(unit.task()), from);
    }
  }

  void leaveWhenIdle() {
    if (refusing && threads.isIdle()) {
      die();
    }
  }

  private void beat() {
    if (!process.isAlive()) {
      return;
    }
    long now = simulation.nanos();
    if (!process.isStopped() && connection != null) {
      if (connection.isAudible()) {
        heardAt = now;
      }
      hangUpIfUnheard();
      if (connection != null) {
        say(new SlaveHeartbeat(threads.running(), threads.queued(), MemoryUse.NONE));
      }
    }
    simulation.later(HEARTBEAT, this::beat);
  }

  private void say(SlaveMessage message) {
    if (connection != null) {
      connection.say(message);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
