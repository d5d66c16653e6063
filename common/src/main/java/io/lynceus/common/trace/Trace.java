package io.lynceus.common.trace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What log lines about a task have in common.
 *
 * @param id of the task, as in its reply
 * @param camera that took the picture, if the client said so
 */
public record Trace(String id, Optional<String> camera) {
  /** The id's name in the logging context. */
  public static final String KEY = "trace";

  /** The camera's name in the logging context. */
  public static final String CAMERA_KEY = "camera";

  /** Does the work with this in the logging context, and restores the context afterwards. */
  public void during(Runnable work) {
    String idBefore = MDC.get(KEY);
    String cameraBefore = MDC.get(CAMERA_KEY);
    set(KEY, id);
    set(CAMERA_KEY, camera.orElse(null));
    try {
      work.run();
    } finally {
      set(KEY, idBefore);
      set(CAMERA_KEY, cameraBefore);
    }
  }

  private static void set(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }

  /**
   * The work for another thread, with what the calling thread has in its logging context now, if it
   * has a task's id there.
   */
  public static Runnable carried(Runnable work) {
    String id = MDC.get(KEY);
    if (id == null) {
      return work;
    }
    Trace trace = new Trace(id, Optional.ofNullable(MDC.get(CAMERA_KEY)));
    return () -> trace.during(work);
  }
}
