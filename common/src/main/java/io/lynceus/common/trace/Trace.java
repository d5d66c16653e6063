package io.lynceus.common.trace;

import org.slf4j.MDC;

/** Adds the id of a task to the log lines of the thread that works for it. */
public final class Trace {
  /** The id's name in the logging context. */
  public static final String KEY = "trace";

  private Trace() {}

  /**
   * Does the work with the id in the logging context, and restores the context afterwards.
   *
   * @param id of the task, as in its reply
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

  /**
   * The work for another thread, with the id that the calling thread has in its logging context
   * now, if it has one.
   */
  public static Runnable carried(Runnable work) {
    String id = MDC.get(KEY);
    return id == null ? work : () -> during(id, work);
  }
}
