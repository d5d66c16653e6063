package io.lynceus.slave.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How a slave shares out the memory that it may hold.
 *
 * @param boundBytes {@code limits.resident-bytes}: with more in hand it drains and ends
 * @param pictureBytes of them for decoded pictures and the work on them
 */
public record MemoryPlan(long boundBytes, long pictureBytes) {
  /** The bound where the user names none, and the machine has it. */
  private static final long DEFAULT_BOUND = 3L << 30;

  /** What the networks keep from one run to the next, for each thread. Measured: 40 MB. */
  private static final long NETWORKS_PER_THREAD = 40L << 20;

  /**
   * Shares out.
   *
   * @param idleBytes what the process holds before it has any work; 0 when nobody knows
   * @param threads worker threads
   * @throws IllegalArgumentException naming the key, when the bound leaves too little to work
   */
  public static MemoryPlan of(MemoryConfig config, long idleBytes, int threads) {
    long bound =
        config.residentBytes() > 0
            ? config.residentBytes()
            : Math.min(DEFAULT_BOUND, machineBytes() / 10 * 9);
    long networks = threads * NETWORKS_PER_THREAD;
    // A quarter is for the heap's image files, and for gaps between the pictures.
    long left = (bound - idleBytes - networks) / 4 * 3;
    if (left < MemoryConfig.LEAST_PICTURE_BYTES) {
      long least = idleBytes + networks + MemoryConfig.LEAST_PICTURE_BYTES / 3 * 4;
      throw new IllegalArgumentException(
          "limits.resident-bytes is %d MiB, but this slave needs %d MiB: give it more, or fewer threads"
              .formatted(bound >> 20, (least >> 20) + 1));
    }
    return new MemoryPlan(bound, Math.min(left, config.pictureBytes()));
  }

  /** Of the machine, or of the container that this process runs in. */
  public static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
