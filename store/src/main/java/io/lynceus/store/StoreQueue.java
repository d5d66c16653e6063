package io.lynceus.store;

import io.lynceus.store.result.StoredResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the thread that writes, in its order and within bounds. For any thread. */
final class StoreQueue {
  static final int MOST_RESULTS = 256;
  static final long MOST_BYTES = 64 << 20;

  /** Of a batch. A result that is larger is a batch of its own. */
  private static final long BATCH_BYTES = 16 << 20;

  private static final int BATCH_RESULTS = 50;

  /** Waiting for more of them gains little, and would lose more when the process is killed. */
  private static final int ENOUGH_RESULTS = 16;

  private final ReentrantLock lock = new ReentrantLock();

  /** For the thread that writes. */
  private final Condition ready = lock.newCondition();

  /** For those who add results. */
  private final Condition room = lock.newCondition();

  private final Deque<Object> jobs = new ArrayDeque<>();
  private int results;
  private long bytes;
  private boolean urgent;
  private boolean closed;

  /**
   * Adds a result; waits while there are too many. One that is larger than the bound has the queue
   * to itself.
   *
   * @return false when the queue is closed
   */
  boolean put(StoredResult result) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed
          && results > 0
          && (results >= MOST_RESULTS || bytes + result.heapBytes() > MOST_BYTES)) {
        room.await();
      }
      if (closed) {
        return false;
      }
      results++;
      bytes += result.heapBytes();
      jobs.add(result);
      urgent |= result.showsEvent().orElse(false);
      if (jobs.size() == 1 || isEnough()) {
        ready.signalAll(); // else a batch is being gathered, or it is not waited at all
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds something else to be done.
   *
   * @return false when the queue is closed
   */
  boolean put(Runnable task) {
    lock.lock();
    try {
      if (!closed) {
        jobs.add(task);
        ready.signalAll();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a job; whether there is one. */
  boolean await(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (jobs.isEmpty() && !closed && left > 0) {
        left = ready.awaitNanos(left);
      }
      return !jobs.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Where there is a result waits for more, so that few transactions write many; not if anything
   * else waits.
   */
  void gather(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (results > 0 && !isEnough() && left > 0) {
        left = ready.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether more is not waited for. */
  private boolean isEnough() {
    return closed
        || urgent // who is told of the event looks for its picture
        || results >= ENOUGH_RESULTS
        || bytes >= BATCH_BYTES
        || jobs.size() > results; // a task
  }

  /** The results that are next; none when a task is. */
  List<StoredResult> batch() {
    lock.lock();
    try {
      List<StoredResult> batch = new ArrayList<>();
      long sum = 0;
      while (batch.size() < BATCH_RESULTS && jobs.peek() instanceof StoredResult result) {
        if (!batch.isEmpty() && sum + result.heapBytes() > BATCH_BYTES) {
          break;
        }
        sum += result.heapBytes();
        batch.add(result);
        jobs.remove();
      }
      results -= batch.size();
      bytes -= sum;
      urgent &= results > 0;
      room.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** The task that is next; none when a result is. */
  Optional<Runnable> task() {
    lock.lock();
    try {
      if (jobs.peek() instanceof Runnable task) {
        jobs.remove();
        return Optional.of(task);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what is in it can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      ready.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
