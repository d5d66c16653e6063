package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Reply.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks what depends on time: silent slaves, attempts that take too long, tasks past their
 * deadline, units that no slave can run.
 */
final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private final DispatchConfig config;
  private final SlaveRoster slaves;
  private final OpenTasks tasks;
  private final RetryPolicy retries;
  private final DispatchEvents events;
  private final Map<Analysis, Long> presentAt = new TreeMap<>();

  Watchdog(
      DispatchConfig config,
      SlaveRoster slaves,
      OpenTasks tasks,
      RetryPolicy retries,
      DispatchEvents events) {
    this.config = config;
    this.slaves = slaves;
    this.tasks = tasks;
    this.retries = retries;
    this.events = events;
  }

  /** Checks everything once. */
  void check(long now) {
    List.copyOf(slaves.all()).forEach(slave -> checkSlave(slave, now));
    for (Analysis analysis : slaves.analyses()) {
      if (slaves.anyCanRun(analysis)) {
        presentAt.put(analysis, now);
      }
    }
    tasks.all().forEach(task -> checkTask(task, now));
  }

  private void checkSlave(ConnectedSlave slave, long now) {
    long quiet = slave.quietNanos(now);
    if (quiet >= config.liveness().silence().toNanos()) {
      slave.remote().close("silent for " + Duration.ofNanos(quiet).toMillis() + " ms");
    } else if (quiet >= config.liveness().suspectAfter().toNanos()
        && slave.state() != State.SUSPECT) {
      log.warn("slave {} is silent: its work units go to others", slave);
      slave.suspect();
      List<Attempt> wanted = wanted(slave);
      wanted.forEach(slave::abandon);
      retries.lost(slave, wanted.stream().map(Attempt::unit).toList());
    }
    for (Attempt attempt : wanted(slave)) {
      if (now - attempt.assignedAt() >= config.retries().attemptTime().toNanos()) {
        attempt.unit().task().traced(() -> tookTooLong(attempt, now));
      }
    }
  }

  private void tookTooLong(Attempt attempt, long now) {
    ConnectedSlave slave = attempt.slave();
    log.warn("slave {} took too long for {}", slave, attempt.unit());
    if (!attempt.isConfined()) {
      slave.costs().observeTimeout(attempt.unit(), now - attempt.assignedAt(), now);
    }
    slave.abandon(attempt);
    events.attemptTimedOut(attempt);
    retries.timedOut(attempt);
  }

  private static List<Attempt> wanted(ConnectedSlave slave) {
    return slave.attempts().stream().filter(Attempt::isWanted).toList();
  }

  private void checkTask(SlaveManager task, long now) {
    Duration deadline = deadline(task);
    boolean late = now - task.submittedAt() >= deadline.toNanos();
    for (WorkUnit unit : task.units()) {
      if (unit.hasEnded()) {
        continue;
      }
      if (unit.wanted().isEmpty() && slavelessNanos(unit, now) >= noSlaveNanos(late)) {
        String what = unit.analysis().key();
        retries.endWithout(unit, Outcome.NO_SLAVE, "no slave is connected that could run " + what);
      } else if (late) {
        retries.endWithout(
            unit,
            Outcome.TIMEOUT,
            "no result within the deadline of " + deadline.toMillis() + " ms");
      }
    }
  }

  /** At the deadline of a task, a missing slave is the reason, even if it was there just before. */
  private long noSlaveNanos(boolean late) {
    return late ? 1 : config.retries().noSlaveGrace().toNanos();
  }

  private long slavelessNanos(WorkUnit unit, long now) {
    long submittedAt = unit.task().submittedAt();
    long presentAt = this.presentAt.getOrDefault(unit.analysis(), submittedAt);
    return now - Math.max(submittedAt, presentAt);
  }

  private Duration deadline(SlaveManager task) {
    return task.request()
        .ask()
        .deadline()
        .filter(asked -> asked.compareTo(config.replies().deadline()) < 0)
        .orElse(config.replies().deadline());
  }
}
