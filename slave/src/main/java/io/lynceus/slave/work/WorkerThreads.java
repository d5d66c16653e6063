package io.lynceus.slave.work;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the threads that analyse, {@code worker-1} and so on. */
final class WorkerThreads implements ThreadFactory {
  private final AtomicInteger made = new AtomicInteger();

  @Override
  public Thread newThread(Runnable work) {
    return new Thread(work, "worker-" + made.incrementAndGet());
  }
}
