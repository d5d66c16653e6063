package io.lynceus.master.dispatch;

import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The threads of a simulated slave and their queue: units that work, fail, hang or kill. */
final class SimulatedThreads {
  private final Simulation simulation;
  private final SimulatedSlave slave;
  private final ProcessState process;
  private final Deque<Work> queue = new ArrayDeque<>();
  private double slowness = 1;
  private int running;
  private @Nullable Work child;
  private int stuck;

  /**
   * @param confined whether it runs in a child process
   * @param from the connection that it came by and is answered by
   */
  private record Work(AssignUnit unit, boolean confined, int image, SimulatedConnection from) {}

  SimulatedThreads(Simulation simulation, SimulatedSlave slave, ProcessState process) {
    this.simulation = simulation;
    this.slave = slave;
    this.process = process;
  }

  /** Makes it slower than others, by that factor. */
  void slowDown(double factor) {
    simulation.happened(slave, "is slowed down " + factor + " times");
    slowness = factor;
  }

  int running() {
    return running;
  }

  int queued() {
    return queue.size();
  }

  /** Threads that hang for ever. */
  int stuck() {
    return stuck;
  }

  boolean isIdle() {
    return running == 0 && queue.isEmpty();
  }

  /** Whether there will be no more results. */
  boolean isQuiet() {
    return running == stuck && (queue.isEmpty() || stuck == slave.slots());
  }

  void add(AssignUnit unit, boolean confined, int image, SimulatedConnection from) {
    queue.add(new Work(unit, confined, image, from));
    runNext();
  }

  /** Cancels an attempt that has not started, or that a child process runs; false if it cannot. */
  boolean cancel(long attempt) {
    if (child != null && child.unit().attempt() == attempt) {
      child = null; // it is killed
      running--;
      runNext();
      return true;
    }
    return queue.removeIf(work -> work.unit().attempt() == attempt);
  }

  /** Its connection is gone: what waits is dropped, and a child process is killed. */
  void clearQueue() {
    queue.clear();
    if (child != null) {
      child = null;
      running--;
    }
  }

  private void runNext() {
    while (running < slave.slots() && !queue.isEmpty()) {
      Work work = queue.removeFirst();
      running++;
      SimulatedFaults faults = simulation.faults();
      Duration time = faults.workTime();
      if (work.confined()) {
        confine(work, time);
        continue;
      }
      work.from().say(new UnitStarted(work.unit().attempt()));
      switch (faults.fate(work.image(), work.unit().analysis())) {
        case CRASH -> simulation.later(time, () -> process.run(() -> crash(work.image())));
        case HANG -> stuck++;
        case WORK -> {
          Duration slow = Duration.ofNanos((long) (time.toNanos() * slowness));
          simulation.later(slow, () -> process.run(() -> finish(work, slow)));
        }
      }
    }
  }

  /** A child process starts, and runs the unit. */
  private void confine(Work work, Duration time) {
    Ledger.check(child == null, "a second child", slave);
    child = work;
    simulation.later(
        simulation.faults().childStart(),
        () -> process.run(() -> ifChild(work, () -> runChild(work, time))));
  }

  private void ifChild(Work work, Runnable action) {
    if (work.equals(child)) {
      action.run();
    }
  }

  private void runChild(Work work, Duration time) {
    AssignUnit unit = work.unit();
    work.from().say(new UnitStarted(unit.attempt()));
    switch (simulation.faults().fate(work.image(), unit.analysis())) {
      case CRASH ->
          simulation.later(time, () -> process.run(() -> ifChild(work, () -> childDies(work))));
      case HANG ->
          simulation.later(
              unit.remaining(), () -> process.run(() -> ifChild(work, () -> childHangs(work))));
      case WORK ->
          simulation.later(
              time,
              () ->
                  process.run(
                      () ->
                          ifChild(
                              work,
                              () -> {
                                child = null;
                                finish(work, time);
                              })));
    }
  }

  private void childDies(Work work) {
    simulation.happened(
        slave, "its child dies of image hash" + SimulatedFaults.original(work.image()));
    childEnds(work, new ChildDied(work.unit().attempt(), "simulated", ""));
  }

  private void childHangs(Work work) {
    childEnds(
        work, new UnitFailed(work.unit().attempt(), FailureReason.ANALYSIS_FAILED, "it hangs"));
  }

  private void childEnds(Work work, SlaveMessage answer) {
    child = null;
    running--;
    work.from().say(answer);
    runNext();
    slave.leaveWhenIdle();
  }

  private void crash(int image) {
    simulation.happened(slave, "dies of image hash" + SimulatedFaults.original(image));
    simulation.ledger().killed(SimulatedFaults.original(image));
    simulation.faults().die(slave);
  }

  /** A slave may not be able to make one. */
  private Optional<Thumbnail> thumbnail(Work work) {
    boolean made = simulation.faults().isCalm() || work.unit().attempt() % 16 > 0;
    return work.unit().thumbnail() > 0 && made
        ? Optional.of(Images.thumbnail(work.image()))
        : Optional.empty();
  }

  private void finish(Work work, Duration time) {
    running--;
    long attempt = work.unit().attempt();
    if (simulation.faults().isFailure()) {
      work.from().say(new UnitFailed(attempt, FailureReason.ANALYSIS_FAILED, "simulated"));
    } else {
      UnitDone done =
          new UnitDone(
              attempt,
              Ledger.findings(work.image(), work.unit().analysis(), work.unit().tile()),
              new UnitTiming(Duration.ZERO, time),
              PictureCondition.SOUND,
              thumbnail(work));
      work.from().say(simulation.faults().breach(work.confined(), done).orElse(done));
    }
    runNext();
    slave.leaveWhenIdle();
  }
}
