package io.lynceus.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What a piece of work takes of the thread that does it. Counts allocated bytes and computing time,
 * which do not depend on how busy the machine is.
 */
public record Expense(long allocatedBytes, Duration cpu) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TRIES = 3;

  /** Does the work and measures it. */
  public static Expense of(Runnable work) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    work.run();
    return new Expense(
        THREADS.getCurrentThreadAllocatedBytes() - bytes,
        Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - nanos));
  }

  /**
   * Does the work once, or again when it took more than is allowed: the first time may have loaded
   * classes.
   */
  public static void assertBounded(long maxBytes, Duration maxCpu, Runnable work) {
    Expense expense = of(work);
    for (int i = 1; i < TRIES && !expense.within(maxBytes, maxCpu); i++) {
      expense = of(work);
    }
    assertThat(expense.allocatedBytes).as("bytes allocated").isLessThanOrEqualTo(maxBytes);
    assertThat(expense.cpu).as("time computed").isLessThanOrEqualTo(maxCpu);
  }

  private boolean within(long maxBytes, Duration maxCpu) {
    return allocatedBytes <= maxBytes && cpu.compareTo(maxCpu) <= 0;
  }
}
