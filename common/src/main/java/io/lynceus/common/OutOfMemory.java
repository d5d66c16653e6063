package io.lynceus.common;

/** A lack of memory that Netty has caught in place of its thread. */
public final class OutOfMemory {
  private OutOfMemory() {}

  /**
   * Hands a lack of memory, the exception itself or its cause, to the handler that the thread has
   * for what nobody catches. Of daemons it ends the process; then this does not return.
   */
  public static void toThreadsHandler(Throwable caught) {
    if (caught instanceof OutOfMemoryError || caught.getCause() instanceof OutOfMemoryError) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, caught);
    }
  }
}
