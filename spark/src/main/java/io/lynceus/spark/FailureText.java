package io.lynceus.spark;

import io.lynceus.spark.plan.ArchiveException;
import java.io.IOException;

/** One line for people on why a run has failed. */
final class FailureText {
  private static final int MOST_CHARS = 600;

  private FailureText() {}

  /**
   * What lies at the bottom of a failure. Spark wraps what fails in tasks, several times, and adds
   * stack traces to the message.
   */
  static String of(Throwable failure) {
    Throwable last = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ArchiveException) {
        return shortened(String.valueOf(cause.getMessage()));
      }
      last = cause;
    }
    String message = String.valueOf(last.getMessage());
    if (message.contains("No space left on device")) {
      return "there is no space left on the disk of --out, or of Spark's temporary files";
    }
    int own = message.indexOf(ArchiveException.class.getName() + ": ");
    if (own >= 0) { // the executor's exception came as text alone
      return shortened(message.substring(own + ArchiveException.class.getName().length() + 2));
    }
    String what =
        last instanceof IOException ? message : last.getClass().getSimpleName() + ": " + message;
    return shortened("the run has failed: " + what);
  }

  private static String shortened(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), MOST_CHARS));
  }
}
