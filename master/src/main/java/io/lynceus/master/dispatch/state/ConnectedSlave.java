package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Vocabulary;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.RunAtOnce;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch knows about one connected slave: its credits, the attempts that it has in hand, and
 * what work costs there.
 *
 * <p>A slave reports the end of every attempt, even of an abandoned one. Until then the attempt
 * takes a slot, so that a slave whose threads hang is given no more work.
 */
public final class ConnectedSlave {
  private final RemoteSlave remote;
  private final String name;
  private final long process;
  private final String version;
  private final int slots;
  private final Processors processors;
  private SlaveAnalyses analyses;
  private boolean takesNetworks;
  private final int prefetch;
  private final DispatchEvents events;
  private final UnitCosts costs = new UnitCosts(this::changed);
  private final Map<Long, Attempt> attempts = new HashMap<>();
  private Runnable onChange = () -> {};
  private int atOnce;
  private boolean leaving;
  private boolean drained;
  private boolean suspect;
  private long heardAt;
  private long backlogNanos;
  private int unwanted;
  private long unitsDone;
  private MemoryUse memory = MemoryUse.NONE;

  /**
   * @param analyses those of the registration
   * @param prefetch units that it is given beyond its slots
   * @param events told what happens to its attempts
   */
  public ConnectedSlave(
      RemoteSlave remote,
      Register registration,
      SlaveAnalyses analyses,
      int prefetch,
      DispatchEvents events,
      long now) {
    this.events = events;
    this.remote = remote;
    this.name = registration.name();
    this.process = registration.process();
    this.version = registration.version();
    this.slots = registration.slots();
    this.processors = registration.processors();
    this.atOnce = slots;
    this.analyses = analyses;
    this.takesNetworks = registration.networks().takesMore();
    this.prefetch = prefetch;
    this.heardAt = now;
  }

  /** What is called when its credits, its wait or its costs have changed. */
  void onChange(Runnable told) {
    onChange = told;
  }

  private void changed() {
    onChange.run();
  }

  public RemoteSlave remote() {
    return remote;
  }

  public String name() {
    return name;
  }

  public long process() {
    return process;
  }

  /** For a report: name, address and version. */
  public String description() {
    return this + " Lynceus " + version;
  }

  public UnitCosts costs() {
    return costs;
  }

  public State state() {
    if (suspect) {
      return State.SUSPECT;
    }
    return leaving || drained ? State.DRAINING : State.READY;
  }

  /** Whether it may be given the unit now: it has the analysis, and its network the labels. */
  public boolean canRun(WorkUnit unit) {
    return state() == State.READY && unit.runsWith(analyses);
  }

  /** Whether it has the unit's analysis, and the network that the unit has to use. */
  public boolean has(WorkUnit unit) {
    return analyses.means(unit) != null;
  }

  /** How it does the unit, which it can run. */
  SlaveAnalyses.Means means(WorkUnit unit) {
    return Objects.requireNonNull(analyses.means(unit), "a unit that it cannot run");
  }

  /** What its network for the analysis can find. */
  public Vocabulary labels(Analysis analysis) {
    return analyses.labels(analysis);
  }

  /** The networks that it has. */
  public List<NetworkOffer> networks() {
    return analyses.networks();
  }

  /** Whether it has told of networks for the analysis. */
  boolean hasNetworks(Analysis analysis) {
    return networks().stream().anyMatch(network -> network.analysis().equals(analysis));
  }

  /** It has other networks from now on. */
  void has(SlaveAnalyses now, boolean takesMore) {
    analyses = now;
    takesNetworks = takesMore;
  }

  /** Whether it lacks that network, has the analysis for it, and may be handed it now. */
  public boolean lacks(NetworkOffer network) {
    return takesNetworks
        && state() == State.READY
        && analyses.all().contains(network.analysis())
        && !analyses.has(network);
  }

  /** Those that it has registered. */
  SlaveAnalyses registeredAnalyses() {
    return analyses;
  }

  /** The analyses of which it may be given units now; none while it is silent or drains. */
  public Set<Analysis> analyses() {
    return state() == State.READY ? analyses.all() : Set.of();
  }

  /** Whether it may be given one more unit. */
  public boolean hasCredit() {
    return credits() > 0;
  }

  /** How many more units it may be given. */
  int credits() {
    return slots + prefetch - attempts.size();
  }

  boolean hasInHand(Attempt attempt) {
    return attempts.get(attempt.number()) == attempt;
  }

  /** What it is expected to need for all that it has in hand, if one thread did it. */
  long backlogNanos() {
    return backlogNanos;
  }

  /** Whether one more unit would run at once: there is a thread for it, and a processor. */
  public boolean wouldRunAtOnce() {
    return attempts.size() < atOnce;
  }

  /** How many more units would run at once. */
  int free() {
    return Math.max(0, atOnce - attempts.size());
  }

  Processors processors() {
    return processors;
  }

  /** It is to run at most this many units at the same time; at first, one on each thread. */
  void runAtOnce(int units) {
    int most = Math.min(slots, units);
    if (most != atOnce) {
      atOnce = most;
      changed();
      remote.send(new RunAtOnce(most));
    }
  }

  /** How many units it may run at the same time. */
  public int atOnce() {
    return atOnce;
  }

  public boolean isIdle() {
    return attempts.isEmpty();
  }

  public int inHand() {
    return attempts.size();
  }

  /**
   * Whether something that it has in hand, and that has no result yet, may be killing the other
   * slave too.
   */
  public boolean sharesRiskWith(ConnectedSlave other) {
    for (Attempt attempt : attempts.values()) {
      if (attempt.unit().atRisk().contains(other)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has a suspect in hand that may kill it. */
  public boolean hasSuspect() {
    for (Attempt attempt : attempts.values()) {
      if (!attempt.isConfined() && attempt.unit().isSuspect()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has a confined attempt in hand. */
  public boolean hasConfined() {
    return attempts.values().stream().anyMatch(Attempt::isConfined);
  }

  public List<Attempt> attempts() {
    return new ArrayList<>(attempts.values());
  }

  /** The same, without a copy. */
  Collection<Attempt> attemptsNow() {
    return attempts.values();
  }

  /** Attempts in hand that are abandoned. */
  public int unwanted() {
    return unwanted;
  }

  /** Worker threads that are not busy with abandoned attempts. */
  public int usableSlots() {
    return slots - unwanted;
  }

  /** How long a new unit would wait here for its turn, nanoseconds. */
  public long expectedWaitNanos() {
    return wouldRunAtOnce() ? 0 : backlogNanos / atOnce;
  }

  public void give(Attempt attempt, Duration remaining) {
    SlaveManager task = attempt.unit().task();
    if (task.sendTo(this)) {
      remote.sendImage(task.number(), task.request().header(), task.request().file().duplicate());
    }
    attempts.put(attempt.number(), attempt);
    backlogNanos += attempt.expectedNanos();
    changed();
    remote.send(attempt.order(remaining));
    events.attemptGiven(attempt);
  }

  /** The attempt of that number that it has in hand, or null. */
  public @Nullable Attempt attempt(long number) {
    return attempts.get(number);
  }

  /** A thread of the slave has started the attempt, which it has in hand. */
  public void started(Attempt attempt, long now) {
    attempt.start(now);
    events.attemptStarted(attempt);
  }

  /** The slave is done with the attempt, which it has in hand: its slot is free. */
  public void release(Attempt attempt) {
    attempts.remove(attempt.number());
    backlogNanos -= attempt.expectedNanos();
    changed();
    attempt.unit().released(attempt);
    if (!attempt.isWanted()) {
      unwanted--;
    }
  }

  /** After a fault: counts anew from what it has in hand. */
  void recount() {
    unwanted = 0;
    backlogNanos = 0;
    for (Attempt attempt : attempts.values()) {
      unwanted += attempt.isWanted() ? 0 : 1;
      backlogNanos += attempt.expectedNanos();
    }
    changed();
  }

  /** What its last heartbeat says. */
  public void reportMemory(MemoryUse memory) {
    this.memory = memory;
  }

  public void countDone() {
    unitsDone++;
  }

  /**
   * Abandons a wanted attempt: its result no longer counts. It takes a slot until the slave is
   * done.
   */
  public void abandon(Attempt attempt) {
    attempt.unit().detach(attempt);
    unwanted++;
    remote.send(new CancelUnit(attempt.number()));
    events.attemptAbandoned(attempt);
  }

  /** A task whose image it holds is over. */
  public void closeTask(SlaveManager task) {
    remote.send(new TaskClosed(task.number()));
  }

  /** The slave drains and will end. */
  public void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** An operator stops giving it units, or starts again. */
  void drain(boolean draining) {
    drained = draining;
  }

  /** It is silent: it is given nothing until it is heard again. */
  public void suspect() {
    suspect = true;
    events.slaveSuspected(this);
  }

  /** A message of the slave has arrived. */
  public void heard(long now) {
    heardAt = now;
    suspect = false;
  }

  /** When its last message arrived. */
  public long heardAt() {
    return heardAt;
  }

  /** What the slave is expected to need for the unit once a thread is free, nanoseconds. */
  public long expectedNanos(WorkUnit unit, long now) {
    long run = costs.runNanos(unit, now);
    return unit.task().isHeldBy(this) ? run : run + costs.imageNanos(unit);
  }

  /** How long from now on the unit is expected to take here, nanoseconds. */
  public long expectedFinishNanos(WorkUnit unit, long now) {
    return expectedWaitNanos() + expectedNanos(unit, now);
  }

  /** As it is at that time. */
  public ClusterStatus.Slave toStatus(
      ClusterStatus.Pace pace, ClusterStatus.History history, long now) {
    return new ClusterStatus.Slave(
        name(),
        remote.address(),
        version,
        state(),
        slots,
        attempts.size(),
        unitsDone,
        pace,
        history,
        memory,
        Optional.of(Duration.ofNanos(now - heardAt)));
  }

  @Override
  public String toString() {
    return name() + " (" + remote.address() + ")";
  }
}
