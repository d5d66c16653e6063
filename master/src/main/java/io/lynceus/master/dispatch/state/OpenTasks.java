package io.lynceus.master.dispatch.state;

import io.lynceus.model.Reply;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tasks that have no reply yet, and the records of their images. */
public final class OpenTasks implements DispatchEvents {
  private final String run;
  private final Map<Long, SlaveManager> tasks = new LinkedHashMap<>();
  private final Map<String, ImageRecord> images = new HashMap<>();
  private final Queue<SlaveManager> finished = new ArrayDeque<>();
  private long admitted;

  /**
   * @param run part of every task's id, so that ids of different runs of a master differ
   */
  public OpenTasks(String run) {
    this.run = run;
  }

  /**
   * Adds a task with its units.
   *
   * @param plan says into which units
   */
  public SlaveManager add(TaskRequest request, SplitPlan plan, Consumer<Reply> onReply, long now) {
    long number = ++admitted;
    ImageRecord image =
        images.computeIfAbsent(
            request.image().sha256(), hash -> new ImageRecord(() -> images.remove(hash)));
    image.join();
    SlaveManager task = new SlaveManager(number, run + "-" + number, request, plan, image, now);
    task.attach(onReply);
    tasks.put(number, task);
    return task;
  }

  /** The task has its reply, or needs none. */
  public void remove(SlaveManager task) {
    if (tasks.remove(task.number()) != null) {
      task.image().leave();
    }
  }

  public boolean contains(SlaveManager task) {
    return tasks.containsKey(task.number());
  }

  public int size() {
    return tasks.size();
  }

  /** In the order of admission; a view. */
  public Collection<SlaveManager> all() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  /** The units of all tasks that have no outcome yet. */
  public Stream<WorkUnit> openUnits() {
    return tasks.values().stream()
        .flatMap(task -> task.units().stream())
        .filter(unit -> !unit.hasEnded());
  }

  @Override
  public void unitEnded(WorkUnit unit) {
    if (unit.task().isFinished()) {
      finished.add(unit.task());
    }
  }

  /**
   * After a fault: counts anew, from what slaves have in hand, and forgets images that are over.
   */
  void recount(Collection<ConnectedSlave> slaves) {
    images.values().forEach(ImageRecord::clearCounts);
    tasks.values().forEach(task -> task.image().join());
    Map<WorkUnit, Integer> inHand = new HashMap<>();
    openUnits().forEach(unit -> inHand.put(unit, 0));
    for (ConnectedSlave slave : slaves) {
      slave.recount();
      for (Attempt attempt : slave.attempts()) {
        inHand.merge(attempt.unit(), 1, Integer::sum);
        attempt.unit().task().image().given(attempt.unit().analysis(), slave);
      }
    }
    inHand.forEach(WorkUnit::recount);
    images.values().removeIf(ImageRecord::isOver);
  }

  /** The next open task whose units all have an outcome, or null. */
  public @Nullable SlaveManager nextFinished() {
    SlaveManager task = finished.poll();
    while (task != null && !contains(task)) { // cancelled meanwhile
      task = finished.poll();
    }
    return task;
  }

  /** Whether the task is among those that get their reply next. */
  boolean isFinished(SlaveManager task) {
    return finished.contains(task);
  }

  /** The record that the next task with the same image would get. */
  @Nullable ImageRecord image(SlaveManager task) {
    return images.get(task.sha256());
  }

  Collection<ImageRecord> images() {
    return images.values();
  }

  /** Whether nothing is left of any task or image. For tests. */
  public boolean isEmpty() {
    return tasks.isEmpty()
        && finished.isEmpty()
        && images.values().stream().noneMatch(ImageRecord::isOver);
  }
}
