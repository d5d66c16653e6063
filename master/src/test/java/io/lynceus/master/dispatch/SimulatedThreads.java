package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The threads of a simulated slave and their queue: units that work, fail, hang or kill. */
final class SimulatedThreads {
  private final Simulation simulation;
  private final SimulatedSlave slave;
  private final ProcessState process;
  private final Deque<Work> queue = new ArrayDeque<>();
  private double slowness = 1;
  private int running;
  private int stuck;

  /**
   * @param from the connection that it came by and is answered by
   */
  private record Work(AssignUnit unit, int image, SimulatedConnection from) {}

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

  void add(AssignUnit unit, int image, SimulatedConnection from) {
    queue.add(new Work(unit, image, from));
    runNext();
  }

  /** Cancels an attempt that has not started; false if it has. */
  boolean cancel(long attempt) {
    return queue.removeIf(work -> work.unit().attempt() == attempt);
  }

  void clearQueue() {
    queue.clear();
  }

  private void runNext() {
    while (running < slave.slots() && !queue.isEmpty()) {
      Work work = queue.removeFirst();
      running++;
      work.from().say(new UnitStarted(work.unit().attempt()));
      SimulatedFaults faults = simulation.faults();
      Duration time = faults.workTime();
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

  private void crash(int image) {
    simulation.happened(slave, "dies of image hash" + SimulatedFaults.original(image));
    simulation.ledger().killed(SimulatedFaults.original(image));
    simulation.faults().die(slave);
  }

  private void finish(Work work, Duration time) {
    running--;
    AssignUnit unit = work.unit();
    SlaveMessage result =
        simulation.faults().isFailure()
            ? new UnitFailed(unit.attempt(), FailureReason.ANALYSIS_FAILED, "simulated")
            : new UnitDone(
                unit.attempt(),
                Ledger.findings(work.image(), unit.analysis()),
                new UnitTiming(Duration.ZERO, time));
    work.from().say(result);
    if (simulation.oneIn(50)) {
      work.from().say(result); // a slave that does not keep to the protocol
    }
    runNext();
    slave.leaveWhenIdle();
  }
}
