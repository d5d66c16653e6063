package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.ClusterStatus.Slave.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch knows of one connected slave: its credits, the attempts that it has in hand, the
 * images that it holds. Belongs to the dispatch thread.
 *
 * <p>A slave answers every attempt, also one that was given up: until then the attempt holds its
 * slot, so that a slave whose threads hang is not given more work.
 */
final class ConnectedSlave {
  private final RemoteSlave remote;
  private final Register registration;
  private final int prefetch;
  private final UnitCosts costs = new UnitCosts();
  private final Map<Long, Attempt> attempts = new HashMap<>();
  private final Set<Long> images = new HashSet<>();
  private boolean draining;
  private boolean suspect;
  private long heardAt;
  private long backlogNanos;
  private int unwanted;
  private long unitsDone;
  private MemoryUse memory = MemoryUse.NONE;

  ConnectedSlave(RemoteSlave remote, Register registration, int prefetch, long now) {
    this.remote = remote;
    this.registration = registration;
    this.prefetch = prefetch;
    this.heardAt = now;
  }

  RemoteSlave remote() {
    return remote;
  }

  String name() {
    return registration.name();
  }

  /** For a report: name, address and version. */
  String description() {
    return this + " Lynceus " + registration.version();
  }

  UnitCosts costs() {
    return costs;
  }

  State state() {
    if (suspect) {
      return State.SUSPECT;
    }
    return draining ? State.DRAINING : State.READY;
  }

  boolean canRun(Analysis analysis) {
    return state() == State.READY && registration.analyses().contains(analysis);
  }

  /** Whether it may be given one more unit. */
  boolean hasCredit() {
    return attempts.size() < registration.slots() + prefetch;
  }

  /** Whether one more unit would find a free thread. */
  boolean hasFreeSlot() {
    return attempts.size() < registration.slots();
  }

  boolean isIdle() {
    return attempts.isEmpty();
  }

  int inHand() {
    return attempts.size();
  }

  boolean holdsImage(long task) {
    return images.contains(task);
  }

  /**
   * Whether something that it has in hand, and that was not shown to be harmless, may be killing
   * the other as well.
   */
  boolean sharesRiskWith(ConnectedSlave other) {
    for (Attempt attempt : attempts.values()) {
      if (attempt.unit().atRisk().contains(other)) {
        return true;
      }
    }
    return false;
  }

  List<Attempt> attempts() {
    return new ArrayList<>(attempts.values());
  }

  /** Attempts in hand whose results nobody wants any more. */
  int unwanted() {
    return unwanted;
  }

  /** Worker threads that are not stuck in work that nobody wants any more. */
  int usableSlots() {
    return registration.slots() - unwanted;
  }

  /** How long a new unit would wait here for a free thread, nanoseconds. */
  long expectedWaitNanos() {
    return hasFreeSlot() ? 0 : backlogNanos / registration.slots();
  }

  void give(Attempt attempt, Duration remaining) {
    SlaveManager task = attempt.unit().manager();
    if (images.add(task.number())) {
      remote.sendImage(task.number(), task.request().file().duplicate());
    }
    attempts.put(attempt.number(), attempt);
    backlogNanos += attempt.expectedNanos();
    remote.send(
        new AssignUnit(
            task.number(),
            attempt.number(),
            attempt.unit().analysis(),
            task.request().options(),
            remaining,
            task.id()));
  }

  /** The slave has begun with the attempt. */
  void started(long number, long now) {
    Attempt attempt = attempts.get(number);
    if (attempt != null) {
      attempt.start(now);
    }
  }

  /** The slave has answered the attempt: its slot is free. Null when it never had it. */
  @Nullable Attempt take(long number) {
    Attempt attempt = attempts.remove(number);
    if (attempt != null) {
      backlogNanos -= attempt.expectedNanos();
      attempt.unit().answered(attempt);
      if (!attempt.isWanted()) {
        unwanted--;
      }
    }
    return attempt;
  }

  /** As its heartbeat tells. */
  void reportMemory(MemoryUse memory) {
    this.memory = memory;
  }

  void countDone() {
    unitsDone++;
  }

  /** Gives a wanted attempt up: its result no longer counts, but it holds its slot until then. */
  void abandon(Attempt attempt) {
    attempt.unit().detach(attempt);
    unwanted++;
    remote.send(new CancelUnit(attempt.number()));
  }

  void closeTask(long task) {
    if (images.remove(task)) {
      remote.send(new TaskClosed(task));
    }
  }

  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  /** Silent for so long that nothing is given to it until it is heard again. */
  void suspect() {
    suspect = true;
  }

  /** Something came from the slave. */
  void heard(long now) {
    heardAt = now;
    suspect = false;
  }

  long quietNanos(long now) {
    return now - heardAt;
  }

  ClusterStatus.Slave toStatus() {
    return new ClusterStatus.Slave(
        name(),
        remote.address(),
        registration.version(),
        state(),
        registration.slots(),
        attempts.size(),
        unitsDone,
        memory);
  }

  @Override
  public String toString() {
    return name() + " (" + remote.address() + ")";
  }
}
