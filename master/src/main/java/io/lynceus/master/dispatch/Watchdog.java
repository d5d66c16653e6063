package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.TaskFault;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AskCheck;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Reply.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private final Supplier<AnalysisCatalog> catalog;
  private final HandOvers handOvers;
  private final Consumer<Runnable> guard;
  private final Map<Analysis, Long> presentAt = new TreeMap<>();

  /**
   * @param catalog what is known of analyses and labels now, for messages
   * @param handOvers bring networks to slaves
   * @param guard runs a step so that its fault does not stop the next ones
   */
  Watchdog(
      DispatchConfig config,
      SlaveRoster slaves,
      OpenTasks tasks,
      RetryPolicy retries,
      DispatchEvents events,
      Supplier<AnalysisCatalog> catalog,
      HandOvers handOvers,
      Consumer<Runnable> guard) {
    this.config = config;
    this.slaves = slaves;
    this.tasks = tasks;
    this.retries = retries;
    this.events = events;
    this.catalog = catalog;
    this.handOvers = handOvers;
    this.guard = guard;
  }

  /**
   * Checks everything once.
   *
   * <p>What this master has slept through is no time of its slaves. It is time of the clients:
   * their deadlines go on. But results that arrived meanwhile are read first.
   */
  void check(Pauses pauses) {
    long now = pauses.tick();
    long suspectAfter = config.liveness().suspectAfter().toNanos();
    for (ConnectedSlave slave : List.copyOf(slaves.all())) {
      if (!slave.isIdle() || now - slave.heardAt() >= suspectAfter) { // few of thousands
        guard.accept(() -> checkSlave(slave, pauses, now));
      }
    }
    for (Analysis analysis : slaves.analyses()) {
      if (slaves.anyCanRun(analysis)) {
        presentAt.put(analysis, now);
      }
    }
    guard.accept(() -> handOvers.check(now));
    for (SlaveManager task : List.copyOf(tasks.all())) {
      guard.accept(() -> checkTask(task, pauses, now));
    }
  }

  private void checkSlave(ConnectedSlave slave, Pauses pauses, long now) {
    long quiet = pauses.awakeNanos(slave.heardAt(), now);
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
      boolean late =
          pauses.awakeNanos(attempt.assignedAt(), now) >= config.retries().attemptTime().toNanos();
      if (late && attempt.isWanted()) { // the end of another part may have ended it meanwhile
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
    if (slave.isIdle()) {
      return List.of();
    }
    return slave.attempts().stream().filter(Attempt::isWanted).toList();
  }

  private void checkTask(SlaveManager task, Pauses pauses, long now) {
    try {
      checkUnits(task, pauses, now);
    } catch (RuntimeException e) {
      throw TaskFault.of(task, e);
    }
  }

  private void checkUnits(SlaveManager task, Pauses pauses, long now) {
    Duration deadline = deadline(task);
    boolean late =
        now - task.submittedAt() >= deadline.toNanos()
            && !pauses.mayHideResults(task.submittedAt(), now);
    for (WorkUnit unit : task.units()) {
      if (unit.hasEnded()) {
        continue;
      }
      if (unit.isPicky() && (slaves.anyCanRun(unit) || handOvers.bring(unit))) {
        unit.runnable(now);
      }
      if (unit.wanted().isEmpty()
          && pauses.awakeNanos(lastSlaveAt(unit), now) >= noSlaveNanos(late)) {
        retries.endWithout(unit, Outcome.NO_SLAVE, whyNoSlave(unit));
      } else if (late) {
        retries.endWithout(
            unit,
            Outcome.TIMEOUT,
            "no result within the deadline of " + deadline.toMillis() + " ms");
      }
    }
  }

  private String whyNoSlave(WorkUnit unit) {
    String key = unit.analysis().key();
    if (!slaves.anyCanRun(unit.analysis())) {
      boolean known = catalog.get().descriptor(unit.analysis()).isPresent();
      return "no slave is connected that could run "
          + key
          + (known ? "" : catalog.get().aside(key));
    }
    if (unit.choice().isPresent() && unit.network() == null) {
      String there = catalog.get().networkNames(unit.analysis());
      return "no slave has the network %s for %s, and the master has none to hand over; there are: %s"
          .formatted(unit.choice().get(), key, there.isEmpty() ? "none" : there);
    }
    if (unit.network() != null && slaves.all().stream().noneMatch(slave -> slave.has(unit))) {
      return "no slave is connected that has the network "
          + unit.network().id()
          + " for "
          + key
          + handOvers.problem(unit.network());
    }
    return new AskCheck(catalog.get(), unit.task().request().ask())
        .wrongLabels()
        .orElse("no slave is connected whose network for " + key + " knows the labels asked for");
  }

  /** At the deadline of a task, a missing slave is the reason, even if it was there just before. */
  private long noSlaveNanos(boolean late) {
    return late ? 1 : config.retries().noSlaveGrace().toNanos();
  }

  private long lastSlaveAt(WorkUnit unit) {
    if (unit.isPicky()) {
      return unit.runnableAt();
    }
    long submittedAt = unit.task().submittedAt();
    long presentAt = this.presentAt.getOrDefault(unit.analysis(), submittedAt);
    return Math.max(submittedAt, presentAt);
  }

  Duration deadline(SlaveManager task) {
    return task.request()
        .ask()
        .deadline()
        .filter(asked -> asked.compareTo(config.replies().deadline()) < 0)
        .orElse(config.replies().deadline());
  }
}
