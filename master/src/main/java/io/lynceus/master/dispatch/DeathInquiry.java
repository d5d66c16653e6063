package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.ImageRecord;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Reply.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what a slave may have died of.
 *
 * <p>Every unit that was running there is a suspect. So are the other units of its image, until a
 * result of one of them shows that the image can be decoded. A suspect runs alone on a slave: if
 * that slave dies too, the suspect is guilty. A suspect that ran on two slaves at once, and both
 * died, is guilty as well: nothing else ran on both. The exception is a slave that was silent
 * before. Then several suspects may have run on both, and each runs alone once more.
 */
final class DeathInquiry {
  private final Quarantine quarantine;
  private final RetryPolicy retries;
  private final OpenTasks tasks;
  private final DispatchEvents events;

  DeathInquiry(Quarantine quarantine, RetryPolicy retries, OpenTasks tasks, DispatchEvents events) {
    this.quarantine = quarantine;
    this.retries = retries;
    this.tasks = tasks;
    this.events = events;
  }

  /** Marks the units of a new task by what is known about its image. */
  void admit(SlaveManager task) {
    if (quarantine.deathsOfImage(task) > 0) {
      task.image().suspect();
    }
    for (WorkUnit unit : task.units()) {
      unit.suspect(quarantine.deaths(unit));
      if (quarantine.contains(unit)) {
        retries.endWithout(unit, Outcome.POISON, Quarantine.MESSAGE);
      }
    }
  }

  /**
   * Ends the guilty units and requeues the others.
   *
   * @param orphans the attempts that the slave had in hand, wanted or abandoned
   */
  void slaveDied(ConnectedSlave dead, List<Attempt> orphans) {
    List<WorkUnit> lost = orphans.stream().filter(Attempt::isWanted).map(Attempt::unit).toList();
    List<Attempt> running =
        orphans.stream()
            .filter(Attempt::isStarted)
            .filter(attempt -> !attempt.unit().isDone())
            .toList();
    orphans.forEach(attempt -> attempt.unit().detach(attempt));
    running.forEach(events::unitSuspected);
    if (!running.isEmpty()) {
      List<WorkUnit> trusted = tasks.openUnits().filter(unit -> !unit.isSuspect()).toList();
      quarantine.suspect(running.stream().map(Attempt::unit).toList(), dead);
      running.forEach(attempt -> attempt.unit().task().image().suspect());
      tasks.openUnits().forEach(unit -> unit.suspect(quarantine.deaths(unit)));
      poison(running);
      trusted.stream()
          .filter(unit -> !unit.hasEnded() && unit.isSuspect())
          .filter(DeathInquiry::withdraw)
          .filter(unit -> !lost.contains(unit))
          .forEach(retries::requeue);
    }
    retries.lost(dead, lost);
  }

  /**
   * Abandons the attempts of a new suspect that have not started. Returns whether it had such
   * attempts and no others, so that it has to be requeued.
   */
  private static boolean withdraw(WorkUnit unit) {
    List<Attempt> wanted = unit.wanted();
    wanted.stream().filter(attempt -> !attempt.isStarted()).forEach(a -> a.slave().abandon(a));
    return !wanted.isEmpty() && unit.isWaiting();
  }

  private void poison(List<Attempt> running) {
    List<WorkUnit> guilty = running.stream().filter(this::isGuilty).map(Attempt::unit).toList();
    Set<String> images =
        guilty.stream().map(unit -> unit.task().sha256()).collect(Collectors.toSet());
    if (images.size() == 1) {
      guilty.forEach(quarantine::add);
      tasks
          .openUnits()
          .filter(unit -> images.contains(unit.task().sha256()))
          .filter(unit -> quarantine.contains(unit) || isGuiltyToo(unit))
          .toList()
          .forEach(this::poison);
    }
  }

  private boolean isGuilty(Attempt attempt) {
    WorkUnit unit = attempt.unit();
    SlaveManager task = unit.task();
    int deaths =
        task.image().isSuspect() ? quarantine.deathsOfImage(task) : quarantine.deaths(unit);
    return attempt.isAlone() || deaths >= ImageRecord.MOST_DEATHS;
  }

  /** Decoding may have killed the slaves, and all analyses of the image decode it. */
  private static boolean isGuiltyToo(WorkUnit unit) {
    return unit.isWaiting() && !unit.task().image().isProvenDecodable();
  }

  private void poison(WorkUnit unit) {
    quarantine.add(unit);
    retries.endWithout(unit, Outcome.POISON, Quarantine.MESSAGE);
  }
}
