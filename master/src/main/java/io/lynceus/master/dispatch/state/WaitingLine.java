package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.QueueBound;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The work units that wait for a slot, in order, and the bound on waiting tasks. A task waits until
 * a slave is given its first unit.
 */
public final class WaitingLine {
  private final int maxTasks;
  private final long maxBytes;
  private final Set<WorkUnit> returned = new LinkedHashSet<>();
  private final Set<WorkUnit> units = new LinkedHashSet<>();
  private final Set<WorkUnit> suspects = new LinkedHashSet<>();
  private final Set<SlaveManager> tasks = new HashSet<>();
  private long bytes;

  public WaitingLine(int maxTasks, long maxBytes) {
    this.maxTasks = maxTasks;
    this.maxBytes = maxBytes;
  }

  public boolean hasRoomFor(long imageBytes) {
    return tasks.size() < maxTasks && bytes + imageBytes <= maxBytes;
  }

  public int tasks() {
    return tasks.size();
  }

  /** Adds a new task at the end, with those of its units that wait. */
  public void join(SlaveManager task) {
    if (tasks.add(task)) {
      bytes += task.request().image().bytes();
    }
    for (WorkUnit unit : task.units()) {
      if (unit.isWaiting()) {
        (unit.isSuspect() ? suspects : units).add(unit);
      }
    }
  }

  /** The task waits no more: a slave is given its first unit, or it ends without. */
  public void leave(SlaveManager task) {
    if (tasks.remove(task)) {
      bytes -= task.request().image().bytes();
    }
  }

  /**
   * A unit that had an attempt, or whose needs are done, goes before new ones; a suspect waits for
   * a slave of its own.
   */
  public void requeue(WorkUnit unit) {
    (unit.isSuspect() ? suspects : returned).add(unit);
  }

  /** Removes the unit, if it is there. */
  public void remove(WorkUnit unit) {
    returned.remove(unit);
    units.remove(unit);
    suspects.remove(unit);
  }

  public boolean isEmpty() {
    return returned.isEmpty()
        && units.isEmpty()
        && suspects.isEmpty()
        && tasks.isEmpty()
        && bytes == 0;
  }

  boolean contains(SlaveManager task) {
    return tasks.contains(task);
  }

  /** In how many places of the line the unit is. */
  int places(WorkUnit unit) {
    return (returned.contains(unit) ? 1 : 0)
        + (units.contains(unit) ? 1 : 0)
        + (suspects.contains(unit) ? 1 : 0);
  }

  /** Units that wait. */
  int size() {
    return returned.size() + units.size() + suspects.size();
  }

  /** Bytes of the images of the tasks that wait. */
  long bytes() {
    return bytes;
  }

  /** Whether units wait that are not suspects. */
  public boolean hasUnits() {
    return !units.isEmpty() || !returned.isEmpty();
  }

  /** The first runnable suspect, or null. */
  public @Nullable WorkUnit firstSuspect(Predicate<WorkUnit> runnable) {
    if (suspects.isEmpty()) {
      return null; // the usual case, after every event
    }
    suspects.removeIf(unit -> !unit.isSuspect() && returned.add(unit));
    return suspects.stream().filter(runnable).findFirst().orElse(null);
  }

  /**
   * Visits the units that wait, without suspects, in order.
   *
   * @param visitor says what to do with a unit
   */
  public void visit(Function<WorkUnit, Visit> visitor) {
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
        case REMOVE -> next.remove();
        case LEAVE -> {}
        case STOP -> {
          return false;
        }
      }
    }
    return true;
  }

  /** What waits, and for how long at that time. */
  public Queue toStatus(long now) {
    Map<Analysis, Integer> waiting = new TreeMap<>();
    long oldest = now;
    for (Set<WorkUnit> some : List.of(returned, units, suspects)) {
      for (WorkUnit unit : some) {
        waiting.merge(unit.analysis(), 1, Integer::sum);
        oldest = Math.min(oldest, unit.waitingSince());
      }
    }
    return new Queue(
        bytes,
        Duration.ofNanos(now - oldest),
        waiting,
        Optional.of(new QueueBound(maxTasks, maxBytes)));
  }

  /** What to do after a unit was visited. */
  public enum Visit {
    REMOVE,
    LEAVE,
    STOP
  }
}
