package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Camera;
import io.lynceus.model.tasks.ClusterTasks;
import io.lynceus.model.tasks.ClusterTasks.Entry;
import io.lynceus.model.tasks.ClusterTasks.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tells of the tasks that have no reply yet. Called by the dispatch thread. */
public final class TaskLines {
  private TaskLines() {}

  /**
   * The oldest tasks of each state.
   *
   * @param deadline of a task, from its submission on
   * @param now time of the dispatch clock, nanoseconds
   */
  public static ClusterTasks of(
      OpenTasks tasks, Function<SlaveManager, Duration> deadline, long now) {
    Map<State, Integer> kept = new EnumMap<>(State.class);
    List<Entry> told =
        tasks.all().stream()
            .filter(task -> kept.merge(stateOf(task), 1, Integer::sum) <= ClusterTasks.MOST)
            .map(task -> entry(task, deadline.apply(task), now))
            .toList();
    return new ClusterTasks(told, tasks.size() - told.size());
  }

  private static State stateOf(SlaveManager task) {
    return task.isWaiting() ? State.QUEUED : State.RUNNING;
  }

  private static Entry entry(SlaveManager task, Duration deadline, long now) {
    Duration age = Duration.ofNanos(Math.max(0, now - task.submittedAt()));
    Duration left = deadline.minus(age);
    List<WorkUnit> open = task.units().stream().filter(unit -> !unit.hasEnded()).toList();
    return new Entry(
        task.id(),
        task.request().ask().name(),
        task.request().ask().camera().map(Camera::name),
        stateOf(task),
        age,
        left.isNegative() ? Duration.ZERO : left,
        task.units().size(),
        task.units().size() - open.size(),
        open.stream().map(WorkUnit::analysis).distinct().toList(),
        open.stream()
            .flatMap(unit -> unit.wanted().stream())
            .map(attempt -> attempt.slave().name())
            .distinct()
            .toList());
  }
}
