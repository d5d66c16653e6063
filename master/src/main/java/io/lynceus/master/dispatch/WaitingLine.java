package io.lynceus.master.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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
  private final Deque<WorkUnit> units = new ArrayDeque<>();
  private final Deque<WorkUnit> suspects = new ArrayDeque<>();
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

  /** A new task joins at the end. */
  void join(SlaveManager task) {
    tasks++;
    bytes += task.request().image().bytes();
    units.addAll(task.units());
  }

  /** The task's first unit goes to a slave, or the task ends without. */
  void leave(SlaveManager task) {
    tasks--;
    bytes -= task.request().image().bytes();
  }

  /** A unit whose attempt was given up goes first; a suspect waits for a slave of its own. */
  void giveBack(WorkUnit unit) {
    if (unit.isSuspect()) {
      suspects.addLast(unit);
    } else {
      units.addFirst(unit);
    }
  }

  /** The next suspect, or null. */
  @Nullable WorkUnit peekSuspect() {
    while (!suspects.isEmpty() && !suspects.getFirst().isWaiting()) {
      suspects.removeFirst();
    }
    return suspects.peekFirst();
  }

  void takeSuspect() {
    suspects.removeFirst();
  }

  /** The units in their order; some may have come to their end meanwhile. */
  Iterator<WorkUnit> iterator() {
    return units.iterator();
  }
}
