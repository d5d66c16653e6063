package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.master.networks.OwnNetworks;
import io.lynceus.master.networks.OwnNetworks.OwnNetwork;
import io.lynceus.model.NetworkOffer;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.SlaveMessage.NetworkTaken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands networks of the master's own to slaves that lack them: those that the master chooses, and
 * those that clients ask for. Each slave is handed one at a time, and none twice that it has not
 * taken.
 */
final class HandOvers {
  private static final Logger log = LoggerFactory.getLogger(HandOvers.class);

  /** A slave that has not answered after this time will not. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final SlaveRoster slaves;
  private final LongSupplier clock;
  private final Map<ConnectedSlave, Transfer> underWay = new HashMap<>();
  private final Map<ConnectedSlave, Set<String>> notTaken = new HashMap<>();
  private final Map<String, String> problems = new HashMap<>();
  private final Set<String> sought = new HashSet<>();
  private OwnNetworks own = OwnNetworks.NONE;
  private long transfers;

  private record Transfer(long number, NetworkOffer network, long since) {}

  HandOvers(SlaveRoster slaves, LongSupplier clock) {
    this.slaves = slaves;
    this.clock = clock;
  }

  /** The master has these from now on. */
  void have(OwnNetworks now) {
    own = now;
    problems.clear();
    notTaken.clear();
  }

  /** What the master could hand over. */
  List<NetworkOffer> offers() {
    return own.distribute() ? own.networks().stream().map(OwnNetwork::offer).toList() : List.of();
  }

  /**
   * Brings the unit's network to the slaves that lack it, if the master has it.
   *
   * @return whether it is on its way to one
   */
  boolean bring(WorkUnit unit) {
    NetworkOffer network = unit.network();
    if (network == null || own.networks().isEmpty()) {
      return false;
    }
    if (sought.add(network.sha256())) { // once a check, however many units want it
      bring(network);
    }
    return underWay.values().stream().anyMatch(t -> t.network().isSameNetwork(network));
  }

  private void bring(NetworkOffer network) {
    OwnNetwork source = find(network);
    if (source == null) {
      return;
    }
    for (ConnectedSlave slave : slaves.all()) {
      boolean tried = notTaken.getOrDefault(slave, Set.of()).contains(network.sha256());
      if (slave.lacks(network) && !underWay.containsKey(slave) && !tried) {
        begin(slave, source);
      }
    }
  }

  private @Nullable OwnNetwork find(NetworkOffer network) {
    for (OwnNetwork candidate : own.networks()) {
      if (own.distribute() && candidate.offer().isSameNetwork(network)) {
        return candidate;
      }
    }
    return null;
  }

  private void begin(ConnectedSlave slave, OwnNetwork network) {
    NetworkOffer offer = network.offer();
    try {
      NetworkAnnounced announced =
          new NetworkAnnounced(
              ++transfers, offer.id(), offer.sha256(), network.conf(), network.bytes());
      slave.remote().sendNetwork(announced, network.map());
      underWay.put(slave, new Transfer(transfers, offer, clock.getAsLong()));
      log.info("slave {} is handed the network {}", slave, offer.model());
    } catch (IOException | IllegalArgumentException e) {
      fail(slave, offer, "the master cannot read it: " + e.getMessage());
    }
  }

  private void fail(ConnectedSlave slave, NetworkOffer network, String why) {
    notTaken.computeIfAbsent(slave, none -> new HashSet<>()).add(network.sha256());
    problems.put(network.sha256(), why);
    log.warn("slave {} does not take the network {}: {}", slave, network.model(), why);
  }

  /** The slave has the network, or says why not. */
  void answered(ConnectedSlave slave, NetworkTaken answer) {
    Transfer transfer = underWay.get(slave);
    if (transfer != null && transfer.number() == answer.transfer()) {
      underWay.remove(slave);
      if (answer.problem().isEmpty()) {
        log.info("slave {} has the network {}", slave, transfer.network().model());
      } else {
        fail(slave, transfer.network(), answer.problem());
      }
    }
  }

  /** Begins with those that the master chooses; forgets slaves that are gone or do not answer. */
  void check(long now) {
    sought.clear();
    underWay.keySet().removeIf(slave -> !slaves.contains(slave));
    notTaken.keySet().removeIf(slave -> !slaves.contains(slave));
    for (Map.Entry<ConnectedSlave, Transfer> late : new ArrayList<>(underWay.entrySet())) {
      if (now - late.getValue().since() > LONGEST.toNanos()) {
        underWay.remove(late.getKey());
        fail(late.getKey(), late.getValue().network(), "it has not answered for " + LONGEST);
      }
    }
    own.chosen().forEach(this::bring);
  }

  /** Why slaves have not taken it, as the end of a message; empty when that is not known. */
  String problem(NetworkOffer network) {
    String why = problems.get(network.sha256());
    return why == null ? "" : "; the last one that was handed it says: " + why;
  }
}
