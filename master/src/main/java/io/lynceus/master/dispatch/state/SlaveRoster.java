package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.KnownLabels;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Vocabulary;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connected slaves, each from its registration to the end of its connection. */
public final class SlaveRoster {
  private static final Logger log = LoggerFactory.getLogger(SlaveRoster.class);

  private final Welcome welcome;
  private final int prefetch;
  private final LongSupplier clock;
  private final DispatchEvents events;
  private final Map<RemoteSlave, ConnectedSlave> byConnection = new HashMap<>();
  private final List<ConnectedSlave> slaves = new ArrayList<>();
  private final SlaveOrder order = new SlaveOrder();
  private final Set<Analysis> analyses = new TreeSet<>();

  /**
   * @param welcome what a slave that registers is told
   * @param prefetch units that a slave is given beyond its slots
   * @param events told who comes and goes, and what happens to the slaves' attempts
   */
  public SlaveRoster(Welcome welcome, int prefetch, LongSupplier clock, DispatchEvents events) {
    this.welcome = welcome;
    this.prefetch = prefetch;
    this.clock = clock;
    this.events = events;
  }

  /** Welcomes a slave, which may be one that has been silent and connects again. */
  public ConnectedSlave join(RemoteSlave remote, Register registration) {
    named(registration.name())
        .filter(slave -> slave.state() == State.SUSPECT)
        .forEach(old -> old.remote().close("it has connected again"));
    ConnectedSlave slave =
        new ConnectedSlave(
            remote,
            registration,
            shared(registration.analyses(), registration.networks().networks()),
            prefetch,
            events,
            clock.getAsLong());
    byConnection.put(remote, slave);
    slaves.add(slave);
    order.add(slave);
    analyses.addAll(slave.registeredAnalyses().all());
    remote.send(welcome);
    share(slave);
    events.slaveJoined(slave);
    return slave;
  }

  /** The slave has come or gone: those of its machine share the processors anew. */
  private void share(ConnectedSlave slave) {
    long machine = slave.processors().machine();
    if (machine != 0) {
      MachineShares.share(
          slaves.stream().filter(other -> other.processors().machine() == machine).toList());
    } else if (contains(slave)) {
      MachineShares.share(List.of(slave));
    }
  }

  private SlaveAnalyses shared(List<AnalysisDescriptor> registered, List<NetworkOffer> networks) {
    return slaves.stream()
        .map(ConnectedSlave::registeredAnalyses)
        .filter(known -> known.areThose(registered, networks))
        .findFirst()
        .orElseGet(() -> new SlaveAnalyses(registered, networks));
  }

  /** The slave has other networks from now on. */
  public void has(ConnectedSlave slave, HasNetworks now) {
    slave.has(shared(slave.registeredAnalyses().registered(), now.networks()), now.takesMore());
  }

  /** The networks of all, those that several have more than once. */
  public List<NetworkOffer> networks() {
    Set<SlaveAnalyses> told = Collections.newSetFromMap(new IdentityHashMap<>());
    return slaves.stream()
        .map(ConnectedSlave::registeredAnalyses)
        .filter(told::add)
        .flatMap(analyses -> analyses.networks().stream())
        .toList();
  }

  /** Null when its connection has ended. */
  public @Nullable ConnectedSlave find(RemoteSlave remote) {
    return byConnection.get(remote);
  }

  public boolean contains(ConnectedSlave slave) {
    return find(slave.remote()) == slave;
  }

  /** The analyses that any of them can run, or could if it were given units. */
  public Set<Analysis> analyses() {
    return analyses;
  }

  /** Whether the slave's process is connected, by this connection or another. */
  public boolean isConnected(long process) {
    return slaves.stream().anyMatch(slave -> slave.process() == process);
  }

  /** In the order of joining; a view. */
  public List<ConnectedSlave> all() {
    return Collections.unmodifiableList(slaves);
  }

  /** Those that have units in hand, in the order of joining. */
  public List<ConnectedSlave> busy() {
    return order.busy();
  }

  /** Those that may be given one more unit, in no order. */
  public Iterable<ConnectedSlave> withCredit() {
    return order.withCredit();
  }

  /**
   * Visits all slaves that may be the one with the least expected finish, by the visitor's bound,
   * and those that have the image; others too.
   */
  public void visit(WorkUnit unit, long now, SlaveVisitor visitor) {
    order.visit(unit, now, visitor);
  }

  /** Whether the first of them joined before the second. */
  public boolean isOlder(ConnectedSlave first, ConnectedSlave second) {
    return order.number(first) < order.number(second);
  }

  /** Whether one of them may be given units of that analysis. */
  public boolean anyCanRun(Analysis analysis) {
    return slaves.stream().anyMatch(slave -> slave.analyses().contains(analysis));
  }

  /**
   * How many units of that analysis of one image would run at once if they were given now: on two
   * slaves, since it may kill no more (see {@link ImageRecord}).
   */
  public int free(Analysis analysis) {
    return slaves.stream()
        .filter(slave -> slave.analyses().contains(analysis))
        .map(ConnectedSlave::free)
        .sorted(Comparator.reverseOrder())
        .limit(ImageRecord.MOST_DEATHS)
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Whether one of them may be given the unit. */
  public boolean anyCanRun(WorkUnit unit) {
    return slaves.stream().anyMatch(slave -> slave.canRun(unit));
  }

  /**
   * The networks of the slaves, and those that have told their labels without a name, also such as
   * no connected slave has.
   */
  public ClusterLabels labels(KnownLabels known) {
    List<ClusterLabels.Network> networks = new ArrayList<>(named());
    Set<Analysis> named = new TreeSet<>();
    networks.forEach(network -> named.add(network.analysis()));
    for (Analysis analysis : known.analyses()) {
      for (Vocabulary network : known.of(analysis)) {
        List<String> with =
            slaves.stream()
                .filter(slave -> !slave.hasNetworks(analysis))
                .filter(slave -> slave.labels(analysis).equals(network))
                .map(ConnectedSlave::name)
                .toList();
        if (!with.isEmpty() || !named.contains(analysis)) {
          networks.add(new ClusterLabels.Network(analysis, network.labels(), with));
        }
      }
    }
    networks.sort(Comparator.comparing(ClusterLabels.Network::analysis));
    return new ClusterLabels(networks);
  }

  private List<ClusterLabels.Network> named() {
    Map<String, ClusterLabels.Network> networks = new LinkedHashMap<>();
    for (NetworkOffer offer : networks()) {
      networks.computeIfAbsent(
          offer.analysis() + " " + offer.model(),
          none ->
              new ClusterLabels.Network(
                  offer.analysis(),
                  Optional.of(offer.model()),
                  offer.labels().labels(),
                  slaves.stream()
                      .filter(slave -> slave.networks().stream().anyMatch(offer::isSameNetwork))
                      .map(ConnectedSlave::name)
                      .toList()));
    }
    return List.copyOf(networks.values());
  }

  /** The attempts that slaves have in hand, wanted or given up. */
  public Stream<Attempt> attempts() {
    return slaves.stream().flatMap(slave -> slave.attempts().stream());
  }

  /** Whether no slave has this unit or a copy of it in hand, wanted or abandoned. */
  public boolean haveNoneOf(WorkUnit suspect) {
    return attempts().noneMatch(attempt -> suspect.isCopyOf(attempt.unit()));
  }

  /** Gives the slaves of that name no more units, or units again. Returns whether there are any. */
  public boolean drain(String name, boolean draining) {
    List<ConnectedSlave> named = named(name).toList();
    for (ConnectedSlave slave : named) {
      slave.drain(draining);
      log.info("slave {} is given {}", slave, draining ? "no more units: drained" : "units again");
    }
    return !named.isEmpty();
  }

  private Stream<ConnectedSlave> named(String name) {
    return slaves.stream().filter(slave -> slave.name().equals(name));
  }

  /** The connection has ended. Returns the slave, or null when it had not registered. */
  public @Nullable ConnectedSlave remove(RemoteSlave remote) {
    ConnectedSlave slave = byConnection.remove(remote);
    if (slave == null) {
      return null;
    }
    slaves.remove(slave);
    order.remove(slave);
    share(slave);
    analyses.clear();
    Set<SlaveAnalyses> told = Collections.newSetFromMap(new IdentityHashMap<>());
    slaves.stream()
        .map(ConnectedSlave::registeredAnalyses)
        .filter(told::add)
        .forEach(left -> analyses.addAll(left.all()));
    if (slave.isLeaving()) {
      events.slaveLeft(slave);
    } else {
      events.slaveLost(slave);
    }
    return slave;
  }
}
