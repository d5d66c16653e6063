package io.lynceus.master.dispatch;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Queue;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The work units that wait for a slot, first come first served, and the bound on the tasks that
 * they belong to. Belongs to the dispatch thread.
 *
 * <p>Only tasks of which no unit was given to a slave yet count as waiting.
 */
final class WaitingLine {
  private final int maxTasks;
  private final long maxBytes;
  private final Set<WorkUnit> returned = new LinkedHashSet<>();
  private final Set<WorkUnit> units = new LinkedHashSet<>();
  private final Set<WorkUnit> suspects = new LinkedHashSet<>();
  private int tasks;
  private long bytes;

  WaitingLine(int maxTasks, long maxBytes) {
    this.maxTasks = maxTasks;
    this.maxBytes = maxBytes;
  }

  boolean hasRoomFor(long imageBytes) {
    return tasks < maxTasks && bytes + imageBytes <= maxBytes;
  }

  int tasks() {
    return tasks;
  }

  /** A new task joins at the end, with those of its units that have not ended at once. */
  void join(SlaveManager task) {
    tasks++;
    bytes += task.request().image().bytes();
    for (WorkUnit unit : task.units()) {
      if (unit.isWaiting()) {
        (unit.isSuspect() ? suspects : units).add(unit);
      }
    }
  }

  /** The task's first unit goes to a slave, or the task ends without. */
  void leave(SlaveManager task) {
    tasks--;
    bytes -= task.request().image().bytes();
  }

  /**
   * A unit whose attempt was given up goes before new ones; a suspect waits for a slave of its own.
   */
  void giveBack(WorkUnit unit) {
    (unit.isSuspect() ? suspects : returned).add(unit);
  }

  /** The unit waits no more, if it did. */
  void take(WorkUnit unit) {
    returned.remove(unit);
    units.remove(unit);
    suspects.remove(unit);
  }

  boolean isEmpty() {
    return returned.isEmpty() && units.isEmpty() && suspects.isEmpty() && tasks == 0 && bytes == 0;
  }

  /** Whether units wait that are no suspects. */
  boolean hasUnits() {
    return !units.isEmpty() || !returned.isEmpty();
  }

  /** The first suspect that can be run; null when there is none. */
  @Nullable WorkUnit firstSuspect(Predicate<WorkUnit> runnable) {
    if (suspects.isEmpty()) {
      return null; // as nearly always, and it is asked for after every event
    }
    suspects.removeIf(unit -> !unit.isSuspect() && returned.add(unit));
    return suspects.stream().filter(runnable).findFirst().orElse(null);
  }

  /**
   * Those that wait, suspects left out; in their order.
   *
   * @param visitor says what becomes of a unit
   */
  void visit(Function<WorkUnit, Visit> visitor) {
    if (visit(returned, visitor)) {
      visit(units, visitor);
    }
  }

  private boolean visit(Set<WorkUnit> waiting, Function<WorkUnit, Visit> visitor) {
    Iterator<WorkUnit> next = waiting.iterator();
    while (next.hasNext()) {
      WorkUnit unit = next.next();
      if (unit.isSuspect()) {
        next.remove();
        suspects.add(unit);
        continue;
      }
      switch (visitor.apply(unit)) {
        case TAKEN -> next.remove();
        case LEFT -> {}
        case ENOUGH -> {
          return false;
        }
      }
    }
    return true;
  }

  /** What waits at that time. */
  Queue toStatus(long now) {
    Map<Analysis, Integer> waiting = new TreeMap<>();
    long oldest = now;
    for (Set<WorkUnit> some : List.of(returned, units, suspects)) {
      for (WorkUnit unit : some) {
        waiting.merge(unit.analysis(), 1, Integer::sum);
        oldest = Math.min(oldest, unit.waitingSince());
      }
    }
    return new Queue(bytes, Duration.ofNanos(now - oldest), waiting);
  }

  /** What becomes of a unit that was looked at. */
  enum Visit {
    TAKEN,
    LEFT,
    ENOUGH
  }
}
