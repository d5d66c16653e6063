package io.lynceus.master.dispatch;

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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A slave of the simulation: it keeps the rules of the protocol, takes random times, and fails as
 * the simulation tells it to. It also checks that the master keeps the rules.
 */
final class SimulatedSlave implements RemoteSlave {
  private final Simulation simulation;
  private final String name;
  private final int slots;
  private final Set<Long> imagesSent = new HashSet<>();
  private final Map<Long, Integer> imagesHeld = new HashMap<>();
  private final Deque<AssignUnit> queue = new ArrayDeque<>();
  private int running;
  private boolean connected = true;
  private boolean frozen;
  private boolean draining;
  private final Deque<Runnable> whileFrozen = new ArrayDeque<>();

  SimulatedSlave(Simulation simulation, String name, int slots) {
    this.simulation = simulation;
    this.name = name;
    this.slots = slots;
  }

  void start() {
    simulation.dispatcher().joined(this, new Register(name, "1", slots, Images.ALL));
    heartbeat();
  }

  boolean isConnected() {
    return connected;
  }

  int imagesHeld() {
    return imagesHeld.size();
  }

  @Override
  public String address() {
    return name;
  }

  @Override
  public void sendImage(long task, ByteBuffer bytes) {
    check(imagesSent.add(task), "the image of task " + task + " was sent twice to " + name);
    imagesHeld.put(task, bytes.getInt(0));
  }

  @Override
  public void send(MasterMessage message) {
    simulation.later(simulation.latency(), () -> whenAwake(() -> receive(message)));
  }

  @Override
  public void close(String reason) {
    die();
  }

  /** The process or its connection ends; the master hears of it a little later. */
  void die() {
    if (connected) {
      connected = false;
      simulation.later(simulation.latency(), () -> simulation.dispatcher().lost(this, "simulated"));
    }
  }

  /** SIGSTOP, or a network that swallows everything, for that time. */
  void freeze(Duration time) {
    frozen = true;
    simulation.later(time, this::thaw);
  }

  void drain() {
    draining = true;
    say(new Draining());
    leaveWhenIdle();
  }

  private void thaw() {
    frozen = false;
    while (!frozen && !whileFrozen.isEmpty()) {
      whileFrozen.removeFirst().run();
    }
  }

  private void receive(MasterMessage message) {
    if (message instanceof AssignUnit unit) {
      check(imagesHeld.containsKey(unit.task()), "a unit came without its image to " + name);
      check(running + queue.size() < slots + Simulation.PREFETCH, "no credit left on " + name);
      if (draining) {
        say(new UnitFailed(unit.attempt(), FailureReason.REFUSED, "draining"));
      } else {
        queue.add(unit);
        runNext();
      }
    } else if (message instanceof CancelUnit cancel) {
      if (queue.removeIf(unit -> unit.attempt() == cancel.attempt())) {
        say(new UnitFailed(cancel.attempt(), FailureReason.REFUSED, "cancelled"));
      }
    } else if (message instanceof TaskClosed closed) {
      check(
          imagesHeld.remove(closed.task()) != null,
          "a task was closed that " + name + " never had");
    }
  }

  private void runNext() {
    while (running < slots && !queue.isEmpty()) {
      AssignUnit unit = queue.removeFirst();
      running++;
      say(new UnitStarted(unit.attempt()));
      int image = imagesHeld.getOrDefault(unit.task(), -1);
      if (simulation.isKiller(image, unit.analysis())) {
        simulation.countVictim(image);
        simulation.later(simulation.latency(), this::die);
        return;
      }
      simulation.later(simulation.workTime(), () -> whenAwake(() -> finish(unit)));
    }
  }

  private void finish(AssignUnit unit) {
    running--;
    UnitTiming timing = new UnitTiming(Duration.ofMillis(1), Duration.ofMillis(10));
    SlaveMessage result =
        simulation.refuses()
            ? new UnitFailed(unit.attempt(), FailureReason.REFUSED, "simulated")
            : new UnitDone(unit.attempt(), Images.findings(unit.analysis()), timing);
    say(result);
    if (simulation.oneIn(20)) {
      say(result);
    }
    runNext();
    leaveWhenIdle();
  }

  private void leaveWhenIdle() {
    if (draining && running == 0 && queue.isEmpty()) {
      simulation.later(simulation.latency().multipliedBy(2), this::die);
    }
  }

  private void heartbeat() {
    if (connected) {
      whenAwake(() -> say(new SlaveHeartbeat(running, queue.size(), MemoryUse.NONE)));
      simulation.later(Duration.ofMillis(500), this::heartbeat);
    }
  }

  private void say(SlaveMessage message) {
    if (connected) {
      simulation.later(simulation.latency(), () -> deliver(message));
    }
  }

  private void deliver(SlaveMessage message) {
    simulation.dispatcher().received(this, message);
  }

  private void whenAwake(Runnable action) {
    if (!connected) {
      return;
    }
    if (frozen) {
      whileFrozen.add(() -> whenAwake(action));
    } else {
      action.run();
    }
  }

  private static void check(boolean kept, String rule) {
    if (!kept) {
      throw new AssertionError(rule);
    }
  }
}
