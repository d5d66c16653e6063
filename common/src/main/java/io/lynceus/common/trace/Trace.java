package io.lynceus.common.trace;

import org.slf4j.MDC;

/** Has log lines bear the id of the task that their thread works for. */
public final class Trace {
  /** Its name in a line's context. */
  public static final String KEY = "trace";

  private Trace() {}

  /**
   * Does the work, whose log lines bear the id; those that follow bear what they bore before.
   *
   * @param id of the task, as its reply tells it
   */
  public static void during(String id, Runnable work) {
    String before = MDC.get(KEY);
    MDC.put(KEY, id);
    try {
      work.run();
    } finally {
      if (before == null) {
        MDC.remove(KEY);
      } else {
        MDC.put(KEY, before);
      }
    }
  }
}
