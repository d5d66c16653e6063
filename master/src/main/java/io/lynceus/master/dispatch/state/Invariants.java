package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold after every event of dispatch, however tasks, slaves and images fare.
 *
 * <p>It is checked where the JVM has assertions on: in tests and in the simulation. A check walks
 * over the whole state.
 */
public final class Invariants {
  private final OpenTasks tasks;
  private final WaitingLine line;
  private final SlaveRoster slaves;

  public Invariants(OpenTasks tasks, WaitingLine line, SlaveRoster slaves) {
    this.tasks = tasks;
    this.line = line;
    this.slaves = slaves;
  }

  /**
   * Checks all of them.
   *
   * @return true
   * @throws AssertionError when one is broken; the message says which, and of what
   */
  public boolean hold() {
    Map<WorkUnit, Integer> inHand = new HashMap<>();
    Map<ImageRecord, Integer> ofImage = new HashMap<>();
    for (ConnectedSlave slave : slaves.all()) {
      int unwanted = 0;
      int confined = 0;
      long backlogNanos = 0;
      for (Attempt attempt : slave.attemptsNow()) {
        inHand.merge(attempt.unit(), 1, Integer::sum);
        ofImage.merge(attempt.unit().task().image(), 1, Integer::sum);
        unwanted += attempt.isWanted() ? 0 : 1;
        confined += attempt.isConfined() ? 1 : 0;
        backlogNanos += attempt.expectedNanos();
        checkInHand(attempt, slave);
      }
      check(slave.credits() >= 0, "a slave has more attempts than credits", slave);
      check(confined <= 1, "a slave has two confined units", slave);
      check(slave.unwanted() == unwanted, "a slave miscounts its abandoned attempts", slave);
      check(
          slave.backlogNanos() == backlogNanos,
          "the backlog of a slave is not that of its attempts",
          slave);
    }
    inHand.forEach(
        (unit, count) -> check(unit.inHand() == count, "a unit miscounts its attempts", unit));
    for (SlaveManager task : tasks.all()) {
      checkTask(task);
      for (WorkUnit unit : task.units()) {
        checkUnit(unit, inHand);
      }
    }
    checkLine();
    checkImages(ofImage);
    return true;
  }

  private void checkInHand(Attempt attempt, ConnectedSlave slave) {
    WorkUnit unit = attempt.unit();
    check(attempt.slave() == slave, "a slave has the attempt of another", unit);
    check(unit.task().isHeldBy(slave), "a slave has a unit without its image", unit);
    check(
        !attempt.isWanted() || tasks.contains(unit.task()),
        "a task that is over wants an attempt",
        unit);
    check(
        !attempt.isWanted() || !attempt.isAlone() || slave.inHand() == 1,
        "a suspect is not alone on its slave",
        unit);
    check(
        !attempt.isWanted() || attempt.isStarted() || attempt.isConfined() || !unit.isConfined(),
        "a unit that two slaves died of is given a third",
        unit);
  }

  private void checkTask(SlaveManager task) {
    boolean anyGiven = false;
    for (WorkUnit unit : task.units()) {
      anyGiven |= unit.attempts() > 0;
    }
    check(task.isWaiting() != anyGiven, "a task waits although a slave has had a unit", task);
    check(
        task.isFinished() == tasks.isFinished(task),
        "a task has ended and is to get no reply, or the other way round",
        task);
    check(tasks.image(task) == task.image(), "the record of a task's image was forgotten", task);
  }

  /** Counts of attempts that slaves have were compared before; here, that none is missing. */
  private void checkUnit(WorkUnit unit, Map<WorkUnit, Integer> inHand) {
    List<Attempt> wanted = unit.wantedNow();
    for (Attempt attempt : wanted) {
      ConnectedSlave slave = attempt.slave();
      check(
          attempt.unit() == unit && slave.hasInHand(attempt) && slaves.contains(slave),
          "a unit wants an attempt that its slave does not have",
          unit);
    }
    check(
        wanted.size() <= 1
            || (wanted.size() == 2 && wanted.get(0).slave() != wanted.get(1).slave()),
        "a unit wants more than two attempts, or two of one slave",
        unit);
    check(!unit.hasEnded() || wanted.isEmpty(), "a unit that has ended wants an attempt", unit);
    check(unit.inHand() == 0 || inHand.containsKey(unit), "a unit miscounts its attempts", unit);
    check(unit.failures() <= unit.attempts(), "a unit has failed more often than tried", unit);
    check(!unit.isWaiting() || line.places(unit) == 1, "a unit waits outside the line", unit);
  }

  private void checkLine() {
    int waiting = 0;
    long bytes = 0;
    int units = 0;
    for (SlaveManager task : tasks.all()) {
      if (task.isWaiting()) {
        waiting++;
        bytes += task.request().image().bytes();
      }
      for (WorkUnit unit : task.units()) {
        units += unit.isWaiting() ? 1 : 0;
      }
    }
    check(line.tasks() == waiting, "the line miscounts its tasks", line.tasks());
    check(line.bytes() == bytes, "the line miscounts its bytes", line.bytes());
    check(line.size() == units, "the line has units that do not wait", line.size());
  }

  private void checkImages(Map<ImageRecord, Integer> inHand) {
    Map<ImageRecord, Integer> open = new HashMap<>();
    for (SlaveManager task : tasks.all()) {
      open.merge(task.image(), 1, Integer::sum);
    }
    for (ImageRecord image : tasks.images()) {
      check(!image.isOver(), "an image is over and was not forgotten", image);
      check(image.tasks() == open.getOrDefault(image, 0), "an image miscounts its tasks", image);
      check(
          image.inHand() == inHand.getOrDefault(image, 0),
          "an image miscounts its attempts",
          image);
      if (image.inHand() > ImageRecord.MOST_DEATHS) {
        checkRisk(image);
      }
    }
  }

  private static void checkRisk(ImageRecord image) {
    for (Analysis analysis : image.analysesInHand()) {
      Set<ConnectedSlave> atRisk = image.atRisk(analysis);
      check(atRisk.size() <= ImageRecord.MOST_DEATHS, "an image may kill too many slaves", atRisk);
    }
  }

  private static void check(boolean holds, String rule, Object about) {
    if (!holds) {
      throw new AssertionError(rule + ": " + about);
    }
  }
}
