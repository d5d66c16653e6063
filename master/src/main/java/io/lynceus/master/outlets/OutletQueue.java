package io.lynceus.master.outlets;

import io.lynceus.common.LogLimit;
import io.lynceus.common.OutOfMemory;
import io.lynceus.common.trace.Trace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue of an outlet, and the thread that works through it. When it is full, the newest
 * item is dropped and counted, unless the outlet is required.
 *
 * <p>Any thread may read the counts. {@link #offer} is called by one thread at a time.
 */
public final class OutletQueue implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutletQueue.class);
  private static final Duration LINE_PAUSE = Duration.ofMinutes(1);
  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

  private final OutletConfig config;
  private final ThreadPoolExecutor thread;
  private final LogLimit dropLines = new LogLimit(LINE_PAUSE, InstantSource.system());
  private final LogLimit failureLines = new LogLimit(LINE_PAUSE, InstantSource.system());
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** An empty queue. Its thread starts with the first item. */
  public OutletQueue(OutletConfig config) {
    this.config = config;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // offer() bounds it, by bytes too
            work -> {
              Thread made = new Thread(work, "outlet-" + config.name());
              made.setDaemon(true); // one that blocks must not hold up the end of the process
              return made;
            });
  }

  /** What the outlet does with an item. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @throws Exception is logged and counted
     */
    void run() throws Exception;
  }

  public OutletConfig config() {
    return config;
  }

  /**
   * Puts an item into the queue. Returns at once.
   *
   * @param bytes of the heap that the item holds
   * @param work runs on the outlet's thread, with the caller's id in its log lines
   * @return false if the item was dropped: there is no room, or the queue is closed
   */
  public boolean offer(long bytes, Work work) {
    if (!config.required() && !hasRoomFor(bytes)) {
      dropped.incrementAndGet();
      dropLines.tryLine(this::logDrop);
      return false;
    }
    waiting.incrementAndGet();
    heldBytes.addAndGet(bytes);
    try {
      thread.execute(Trace.carried(() -> run(bytes, work)));
      return true;
    } catch (RejectedExecutionException closed) {
      release(bytes);
      dropped.incrementAndGet();
      return false;
    }
  }

  private boolean hasRoomFor(long bytes) {
    int before = waiting.get();
    return before == 0 || (before < config.items() && heldBytes.get() + bytes <= config.bytes());
  }

  private void logDrop(String others) {
    log.warn(
        "the outlet {} is too slow: one item is dropped, as {} wait for it{}",
        config.name(),
        waiting.get(),
        others);
  }

  private void run(long bytes, Work work) {
    AtomicLong count = failed; // also for an Error, which the thread's handler is told
    try {
      work.run();
      count = delivered;
    } catch (Exception e) {
      OutOfMemory.toThreadsHandler(e);
      failureLines.tryLine(
          others -> log.warn("the outlet {} failed: {}{}", config.name(), e.toString(), others, e));
    } finally {
      release(bytes);
      count.incrementAndGet();
    }
  }

  private void release(long bytes) {
    heldBytes.addAndGet(-bytes);
    waiting.decrementAndGet();
  }

  /** Whether a required outlet should be spared further items. */
  boolean isFull() {
    return waiting.get() >= config.items() || heldBytes.get() >= config.bytes();
  }

  /** Items that the outlet is not done with. */
  public int waiting() {
    return waiting.get();
  }

  /** What those items hold of the heap. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /** Items that the outlet was done with. */
  public long delivered() {
    return delivered.get();
  }

  /** Items that the outlet was never told of. */
  public long dropped() {
    return dropped.get();
  }

  /** Items at which the outlet has thrown something. */
  public long failed() {
    return failed.get();
  }

  /** Gives the outlet 2 s for what is in the queue, then interrupts it and drops the rest. */
  @Override
  public void close() {
    closeAll(List.of(this));
  }

  /** Closes several queues within 2 s. */
  static void closeAll(List<OutletQueue> queues) {
    queues.forEach(queue -> queue.thread.shutdown());
    long deadline = System.nanoTime() + CLOSE_TIME.toNanos();
    queues.forEach(queue -> queue.awaitEnd(deadline));
  }

  private void awaitEnd(long deadline) {
    try {
      if (thread.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int rest = thread.shutdownNow().size();
    dropped.addAndGet(rest);
    log.warn(
        "the outlet {} was not done within {} s: it is interrupted, and {} items are dropped",
        config.name(),
        CLOSE_TIME.toSeconds(),
        rest);
  }
}
