package io.lynceus.slave.work;

import io.lynceus.model.image.ImageLimits;

/**
 * The settings of a slave's work.
 *
 * @param threads work units that run at the same time, 1 to 1024
 * @param queue work units that may wait for a thread or for their image; one more is refused
 * @param heldBytes image files that may be held at the same time, in bytes; the image that would
 *     exceed it is not taken, and its units are refused
 * @param limits images beyond these are not decoded, whatever the master let in
 */
public record WorkConfig(int threads, int queue, long heldBytes, ImageLimits limits) {
  /** Three threads, 64 waiting units, 512 MiB of images. */
  public static final WorkConfig DEFAULT = new WorkConfig(3, 64, 512L << 20, ImageLimits.DEFAULT);

  public WorkConfig {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be from 1 to 1024");
    }
    if (queue < 1) {
      throw new IllegalArgumentException("limits.queue must be at least 1");
    }
    if (heldBytes < limits.bytes()) {
      throw new IllegalArgumentException(
          "limits.held-bytes must be at least limits.image-bytes (" + limits.bytes() + ")");
    }
  }
}
