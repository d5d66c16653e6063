package io.lynceus.common;

/** Handles an OutOfMemoryError that Netty has caught, so that it does not reach the thread. */
public final class OutOfMemory {
  private OutOfMemory() {}

  /**
   * Passes an OutOfMemoryError, or an exception that it caused, to the thread's handler for
   * uncaught exceptions. In a daemon that handler ends the process, and this method does not
   * return.
   */
  public static void toThreadsHandler(Throwable caught) {
    if (caught instanceof OutOfMemoryError || caught.getCause() instanceof OutOfMemoryError) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, caught);
    }
  }
}
