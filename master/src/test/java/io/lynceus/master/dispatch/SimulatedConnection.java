package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A TCP connection between a simulated slave and the master, with both of its ends. Each direction
 * is in order and loses nothing while both ends are open: what cannot pass waits, and passes when
 * the network heals. An end hears of the other's closing after all that was sent before, or never.
 */
final class SimulatedConnection implements RemoteSlave {
  private final Simulation simulation;
  private final SimulatedSlave slave;
  private final Duration latency;
  private final Way toMaster = new Way();
  private final Way toSlave = new Way();
  private boolean masterOpen = true;
  private boolean slaveOpen = true;

  /** Attempts that the slave has in hand, as the master knows; true for those that have started. */
  private final Map<Long, Boolean> atMaster = new HashMap<>();

  private final Map<Long, Integer> imageOf = new HashMap<>();
  private final Set<Long> confined = new HashSet<>();
  private final Map<Long, Integer> images = new HashMap<>();

  SimulatedConnection(Simulation simulation, SimulatedSlave slave, Duration latency) {
    this.simulation = simulation;
    this.slave = slave;
    this.latency = latency;
  }

  /** One direction. */
  private final class Way {
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean blocked;

    void send(Runnable arrival) {
      simulation.later(latency, () -> arrive(arrival));
    }

    private void arrive(Runnable arrival) {
      if (blocked || !held.isEmpty()) {
        held.add(arrival);
      } else {
        arrival.run();
      }
    }

    void block(boolean block) {
      blocked = block;
      while (!blocked && !held.isEmpty()) {
        held.removeFirst().run();
      }
    }
  }

  SimulatedSlave slave() {
    return slave;
  }

  /** Whether bytes pass towards the slave, so that it would hear the master's heartbeats. */
  boolean isAudible() {
    return masterOpen && !toSlave.blocked && !simulation.masterStandsStill();
  }

  void block(boolean toMaster, boolean toSlave) {
    this.toMaster.block(toMaster);
    this.toSlave.block(toSlave);
  }

  // The slave's end.

  void register(Register registration) {
    arriveAtMaster(() -> simulation.dispatcher().joined(this, registration));
  }

  void say(SlaveMessage message) {
    if (slaveOpen) {
      arriveAtMaster(() -> hear(message));
    }
  }

  /** Closes the slave's end in order, as also the kernel does for a process that is killed. */
  void hangUp() {
    if (slaveOpen) {
      slaveOpen = false;
      arriveAtMaster(this::lose);
    }
  }

  /** It waits in the master's socket while the master stands still. */
  private void arriveAtMaster(Runnable arrival) {
    toMaster.send(() -> simulation.atMaster(arrival));
  }

  /** The slave's end vanishes without closing, as when its machine loses power. */
  void vanish() {
    slaveOpen = false;
  }

  // The master's end.

  private void hear(SlaveMessage message) {
    if (!masterOpen) {
      return;
    }
    if (message instanceof UnitStarted started) {
      atMaster.computeIfPresent(started.attempt(), (attempt, begun) -> true);
    } else if (message instanceof UnitDone done) {
      atMaster.remove(done.attempt());
    } else if (message instanceof UnitFailed failed) {
      atMaster.remove(failed.attempt());
    } else if (message instanceof ChildDied died) {
      atMaster.remove(died.attempt());
      if (confined.contains(died.attempt())) { // else the slave makes it up
        simulation.ledger().childDied(SimulatedFaults.original(imageOf.get(died.attempt())));
      }
    }
    simulation.dispatcher().received(this, message);
  }

  private void lose() {
    if (masterOpen) {
      masterOpen = false;
      simulation.dispatcher().lost(this, "simulated");
    }
  }

  @Override
  public String address() {
    return slave.name();
  }

  @Override
  public void sendImage(long task, ImageHeader header, ByteBuffer bytes) {
    Ledger.check(images.put(task, bytes.getInt(0)) == null, "an image was sent twice", task, slave);
    int image = bytes.getInt(0);
    toSlave.send(() -> slave.takeImage(this, task, image));
  }

  @Override
  public void send(MasterMessage message) {
    AssignUnit unit =
        message instanceof ConfineUnit order
            ? order.unit()
            : message instanceof AssignUnit order ? order : null;
    if (unit != null) {
      Ledger.check(images.containsKey(unit.task()), "a unit without its image", slave);
      atMaster.put(unit.attempt(), false);
      imageOf.put(unit.attempt(), images.get(unit.task()));
      if (message instanceof ConfineUnit) {
        confined.add(unit.attempt());
      }
      Ledger.check(atMaster.size() <= slave.slots() + Simulation.PREFETCH, "no credit left", slave);
    }
    toSlave.send(() -> slave.hear(this, message));
  }

  @Override
  public void sendNetwork(NetworkAnnounced network, ByteBuffer file) {
    throw new UnsupportedOperationException("simulated slaves take no networks");
  }

  @Override
  public void close(String reason) {
    simulation.later(Duration.ofNanos(1), this::lose);
    toSlave.send(() -> slave.hangUp(this));
  }

  @Override
  public String toString() {
    return slave.toString();
  }
}
