package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.Precaution;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a slave may have died of, and what is poison.
 *
 * <p>Every unit that was running there is a suspect. So are the other units of its image, until a
 * result of one of them shows that the image can be decoded. A suspect runs alone on a slave. If
 * that slave dies too, or several slaves have died of it at once, the unit runs once more, in a JVM
 * of its own: a child of a slave. If the child dies, the unit is poison. If not, what killed the
 * slaves came from elsewhere.
 *
 * <p>A lost connection is not always a death. A pause of this master may explain it ({@link
 * Pauses}). And a process that connects again has not died, so that nothing is suspected of it any
 * more.
 */
final class DeathInquiry {
  private static final Logger log = LoggerFactory.getLogger(DeathInquiry.class);

  private final Quarantine quarantine;
  private final RetryPolicy retries;
  private final OpenTasks tasks;
  private final SlaveRoster slaves;
  private final Pauses pauses;
  private final DispatchEvents events;

  DeathInquiry(
      Quarantine quarantine,
      RetryPolicy retries,
      OpenTasks tasks,
      SlaveRoster slaves,
      Pauses pauses,
      DispatchEvents events) {
    this.quarantine = quarantine;
    this.retries = retries;
    this.tasks = tasks;
    this.slaves = slaves;
    this.pauses = pauses;
    this.events = events;
  }

  /** Marks the units of a new task by what is known about its image. */
  void admit(SlaveManager task) {
    quarantine.deathsOf(task.sha256()).ifPresent(task.image()::suspect);
    task.units().forEach(this::admit);
  }

  /** Ends a new unit that is poison. Returns whether it is not. */
  boolean admit(WorkUnit unit) {
    boolean poison = quarantine.contains(unit);
    if (poison) {
      retries.endWithout(unit, Outcome.POISON, Quarantine.MESSAGE);
    }
    return !poison;
  }

  /** A slave has registered, which may have been taken for dead. */
  void joined(ConnectedSlave slave) {
    if (quarantine.returned(slave)) {
      log.info("slave {} had not died: nothing is suspected of its loss", slave);
    }
  }

  /**
   * Requeues the units of a dead slave, and those of others that need more precaution now.
   *
   * @param orphans the attempts that the slave had in hand, wanted or abandoned
   */
  void slaveDied(ConnectedSlave dead, List<Attempt> orphans) {
    long now = pauses.notice();
    boolean lives = slaves.isConnected(dead.process());
    List<WorkUnit> lost = orphans.stream().filter(Attempt::isWanted).map(Attempt::unit).toList();
    List<Attempt> running =
        orphans.stream()
            .filter(attempt -> attempt.isStarted() && !attempt.isConfined())
            .filter(attempt -> !attempt.unit().isDone())
            .filter(attempt -> !lives && !pauses.explainsLossOf(attempt, now))
            .toList();
    orphans.forEach(attempt -> attempt.unit().detach(attempt));
    running.forEach(events::unitSuspected);
    if (!running.isEmpty()) {
      Map<WorkUnit, Precaution> before =
          tasks.openUnits().collect(Collectors.toMap(unit -> unit, WorkUnit::precaution));
      quarantine.suspect(running.stream().map(Attempt::unit).toList(), dead);
      tasks
          .openUnits()
          .filter(unit -> unit.precaution().compareTo(before.get(unit)) > 0)
          .filter(DeathInquiry::withdraw)
          .filter(unit -> !lost.contains(unit))
          .forEach(retries::requeue);
    }
    retries.lost(dead, lost);
  }

  /**
   * Abandons the attempts of a unit that have not started. Returns whether it had such attempts and
   * no others, so that it has to be requeued.
   */
  private static boolean withdraw(WorkUnit unit) {
    List<Attempt> wanted = unit.wanted();
    wanted.stream().filter(attempt -> !attempt.isStarted()).forEach(a -> a.slave().abandon(a));
    return !wanted.isEmpty() && unit.isWaiting();
  }

  /**
   * The JVM of a confined attempt has died, wanted or abandoned. Nothing else ran there: its unit
   * is poison, and so are copies of it. Decoding may have killed, and all analyses of the image
   * decode it: if none has a result, they are poison too.
   */
  void childDied(Attempt attempt, ChildDied death) {
    WorkUnit dead = attempt.unit();
    dead.detach(attempt);
    events.childDied(attempt, death);
    if (dead.isDone()) {
      return; // the other attempt, on a slave that was thought lost, has shown that it is harmless
    }
    quarantine.add(dead, death);
    tasks
        .openUnits()
        .filter(unit -> unit.isCopyOf(dead) && (unit.isWaiting() || quarantine.contains(unit)))
        .toList()
        .forEach(unit -> poison(unit, death));
  }

  private void poison(WorkUnit unit, ChildDied death) {
    quarantine.add(unit, death);
    retries.endWithout(unit, Outcome.POISON, Quarantine.MESSAGE + ": " + death.message());
  }
}
