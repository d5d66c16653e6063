package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.lynceus.model.Reply.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what a slave may have died of. Belongs to the dispatch thread.
 *
 * <p>Every unit that was running there is a suspect, and so are the other units of its image until
 * one of them has shown that it can be decoded. A suspect runs alone on a slave, so that a second
 * death is its own. Where a suspect was running on two slaves at once and both die, it is guilty:
 * nothing else was running on both, unless one of them had been silent before; if so, suspects run
 * alone once more.
 */
final class DeathInquiry {
  private final Quarantine quarantine;
  private final RetryPolicy retries;
  private final DispatchObserver observer;

  DeathInquiry(Quarantine quarantine, RetryPolicy retries, DispatchObserver observer) {
    this.quarantine = quarantine;
    this.retries = retries;
    this.observer = observer;
  }

  /** Applies to a new task what is known of its image. */
  void admit(SlaveManager task) {
    if (quarantine.deathsOfImage(task) > 0) {
      task.standing().doubt();
    }
    for (WorkUnit unit : task.units()) {
      unit.suspect(quarantine.deaths(unit));
      if (quarantine.contains(unit)) {
        retries.endWithout(unit, Outcome.POISON, Quarantine.MESSAGE);
      }
    }
  }

  /**
   * Ends the units that are guilty, and has the others tried elsewhere.
   *
   * @param orphans the attempts that the slave had in hand, given up or not
   * @param tasks all that have no reply yet
   */
  void hold(ConnectedSlave dead, List<Attempt> orphans, Collection<SlaveManager> tasks) {
    List<WorkUnit> lost = orphans.stream().filter(Attempt::isWanted).map(Attempt::unit).toList();
    List<Attempt> running =
        orphans.stream()
            .filter(Attempt::isStarted)
            .filter(attempt -> !attempt.unit().isDone())
            .toList();
    orphans.forEach(attempt -> attempt.unit().detach(attempt));
    running.forEach(attempt -> observer.happened(Event.UNIT_SUSPECTED));
    if (!running.isEmpty()) {
      List<WorkUnit> trusted = living(tasks).filter(unit -> !unit.isSuspect()).toList();
      quarantine.suspect(running.stream().map(Attempt::unit).toList(), dead);
      running.forEach(attempt -> attempt.unit().task().standing().doubt());
      living(tasks).forEach(unit -> unit.suspect(quarantine.deaths(unit)));
      poison(running, tasks);
      trusted.stream()
          .filter(unit -> unit.end().isEmpty() && unit.isSuspect())
          .filter(DeathInquiry::withdraw)
          .filter(unit -> !lost.contains(unit))
          .forEach(retries::giveBack);
    }
    retries.lost(dead, lost);
  }

  private static Stream<WorkUnit> living(Collection<SlaveManager> tasks) {
    return tasks.stream()
        .flatMap(task -> task.units().stream())
        .filter(unit -> unit.end().isEmpty());
  }

  /**
   * Takes a new suspect from the slaves that have not begun with it; true if it was with those
   * alone.
   */
  private static boolean withdraw(WorkUnit unit) {
    List<Attempt> wanted = unit.wanted();
    wanted.stream().filter(attempt -> !attempt.isStarted()).forEach(a -> a.slave().abandon(a));
    return !wanted.isEmpty() && unit.isWaiting();
  }

  private void poison(List<Attempt> running, Collection<SlaveManager> tasks) {
    List<WorkUnit> guilty = running.stream().filter(this::isGuilty).map(Attempt::unit).toList();
    Set<String> images =
        guilty.stream().map(unit -> unit.task().sha256()).collect(Collectors.toSet());
    if (images.size() == 1) {
      guilty.forEach(quarantine::add);
      living(tasks)
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
        task.standing().isDoubted() ? quarantine.deathsOfImage(task) : quarantine.deaths(unit);
    return attempt.isAlone() || deaths >= RetryPolicy.MAX_DEATHS;
  }

  /** What killed may have been the decoding, which all analyses of the image do. */
  private static boolean isGuiltyToo(WorkUnit unit) {
    return unit.isWaiting() && !unit.task().standing().isProvenDecodable();
  }

  private void poison(WorkUnit unit) {
    quarantine.add(unit);
    retries.endWithout(unit, Outcome.POISON, Quarantine.MESSAGE);
  }
}
