package io.lynceus.master.dispatch.state;

/** A fault of this program while it worked on a task; the cause is what was thrown. */
public final class TaskFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SlaveManager task;

  private TaskFault(SlaveManager task, RuntimeException cause) {
    super("a fault with task " + task, cause);
    this.task = task;
  }

  /** The fault with that task, unless it is known already with which one. */
  public static TaskFault of(SlaveManager task, RuntimeException thrown) {
    return thrown instanceof TaskFault known ? known : new TaskFault(task, thrown);
  }

  public SlaveManager task() {
    return task;
  }
}
