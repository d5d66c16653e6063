package io.lynceus.model.tasks;

import io.lynceus.model.Analysis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The tasks of a master that have no reply yet.
 *
 * @param tasks at most {@value #MOST} of each state, in the order in which they came
 * @param more that are not told
 */
public record ClusterTasks(List<Entry> tasks, int more) {
  /** The most of a state that are told. */
  public static final int MOST = 200;

  public ClusterTasks {
    tasks = List.copyOf(tasks);
  }

  /** How far a task is. */
  public enum State {
    /** No slave has got anything of it. */
    QUEUED,
    /** At least one of its units was given to a slave. */
    RUNNING
  }

  /**
   * One task.
   *
   * @param id of its reply
   * @param name of the image, as the client has given it
   * @param camera that the still is of, its name
   * @param age since the image was whole
   * @param left until it is answered in any case
   * @param units into which it is split
   * @param unitsDone that have an outcome
   * @param missing the analyses that have none yet
   * @param slaves that work for it now, their names; each once
   */
  public record Entry(
      String id,
      Optional<String> name,
      Optional<String> camera,
      State state,
      Duration age,
      Duration left,
      int units,
      int unitsDone,
      List<Analysis> missing,
      List<String> slaves) {
    public Entry {
      missing = List.copyOf(missing);
      slaves = List.copyOf(slaves);
    }
  }

  /** The oldest of all states, at most {@value #MOST}. */
  public ClusterTasks oldest() {
    List<Entry> some = tasks.subList(0, Math.min(MOST, tasks.size()));
    return new ClusterTasks(some, more + tasks.size() - some.size());
  }

  /** Those in one state; how many more there are is not known by state. */
  public ClusterTasks in(State state) {
    return new ClusterTasks(tasks.stream().filter(task -> task.state() == state).toList(), more);
  }
}
