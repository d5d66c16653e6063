package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.lynceus.master.dispatch.TaskDispatcher.Identity;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slaves that are connected, each from its registration to the end of its connection, and what
 * is remembered of names. Belongs to the dispatch thread.
 */
final class SlaveRoster {
  private static final Logger log = LoggerFactory.getLogger(SlaveRoster.class);

  private final DispatchConfig config;
  private final Identity identity;
  private final LongSupplier clock;
  private final UnitAssigner assigner;
  private final DispatchObserver observer;
  private final SlaveHistory.OfNames histories = new SlaveHistory.OfNames();
  private final Map<RemoteSlave, ConnectedSlave> slaves = new HashMap<>();

  /**
   * @param assigner is told who comes and goes
   */
  SlaveRoster(
      DispatchConfig config,
      Identity identity,
      LongSupplier clock,
      UnitAssigner assigner,
      DispatchObserver observer) {
    this.config = config;
    this.identity = identity;
    this.clock = clock;
    this.assigner = assigner;
    this.observer = observer;
  }

  /** Welcomes a slave, which may be one that has been silent and connects again. */
  void join(RemoteSlave remote, Register registration) {
    assigner.slaves().stream()
        .filter(slave -> slave.state() == State.SUSPECT)
        .filter(slave -> slave.name().equals(registration.name()))
        .forEach(old -> old.remote().close("it has connected again"));
    ConnectedSlave slave =
        new ConnectedSlave(
            remote,
            registration,
            config.prefetch(),
            histories.joined(registration.name()),
            clock.getAsLong());
    slaves.put(remote, slave);
    assigner.add(slave);
    observer.happened(Event.SLAVE_JOINED);
    remote.send(
        new Welcome(
            identity.version(), config.liveness().heartbeat(), config.liveness().silence()));
    log.info("slave {} joined with {} slots", slave, registration.slots());
  }

  /** Null when its connection has ended. */
  @Nullable ConnectedSlave find(RemoteSlave remote) {
    return slaves.get(remote);
  }

  /** Gives the slaves of that name no more units, or units again. Returns whether there are any. */
  boolean drain(String name, boolean draining) {
    List<ConnectedSlave> named =
        assigner.slaves().stream().filter(slave -> slave.name().equals(name)).toList();
    for (ConnectedSlave slave : named) {
      slave.drain(draining);
      log.info("slave {} is given {}", slave, draining ? "no more units: drained" : "units again");
    }
    return !named.isEmpty();
  }

  /** The connection has ended. Returns the slave, or null when it was struck off before. */
  @Nullable ConnectedSlave remove(RemoteSlave remote, String reason) {
    ConnectedSlave slave = slaves.remove(remote);
    if (slave == null) {
      return null;
    }
    assigner.remove(slave);
    observer.happened(slave.isLeaving() ? Event.SLAVE_LEFT : Event.SLAVE_LOST);
    if (!slave.isLeaving()) {
      slave.history().lost();
    }
    log.info("slave {} is gone ({}) with {} units in hand", slave, reason, slave.attempts().size());
    return slave;
  }
}
