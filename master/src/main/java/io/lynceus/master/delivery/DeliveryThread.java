package io.lynceus.master.delivery;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs the work of one channel, one piece after the other. Any thread may call it. */
interface DeliveryThread extends AutoCloseable {
  /** As soon as may be. */
  void execute(Runnable work);

  /** After that time. */
  void after(Duration time, Runnable work);

  /** Work that waits does not run any more; what runs is interrupted. */
  @Override
  void close();

  /** A thread of the process. */
  static DeliveryThread named(String name) {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true); // a channel that hangs must not hold up the end of the process
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    return new DeliveryThread() {
      @Override
      public void execute(Runnable work) {
        thread.execute(work);
      }

      @Override
      public void after(Duration time, Runnable work) {
        var unused = thread.schedule(work, time.toMillis(), TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        thread.shutdownNow();
      }
    };
  }
}
