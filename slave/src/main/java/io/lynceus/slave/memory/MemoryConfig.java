package io.lynceus.slave.memory;

import io.lynceus.model.settings.Check;

/**
 * The settings of a slave's memory.
 *
 * @param residentBytes {@code limits.resident-bytes}: a slave that holds more drains and ends; 0 to
 *     1 TiB, where 0 leaves it to the slave, see {@link MemoryPlan}
 * @param pictureBytes {@code limits.picture-bytes}: native memory for decoded pictures and the work
 *     on them, 64 MiB to 1 TiB
 */
public record MemoryConfig(long residentBytes, long pictureBytes) {
  /** Enough for any analysis of a picture of five megapixels. */
  static final long LEAST_PICTURE_BYTES = 64L << 20;

  private static final long MOST_BYTES = 1L << 40;

  public MemoryConfig {
    Check.size("limits.resident-bytes", residentBytes, 0, MOST_BYTES);
    Check.size("limits.picture-bytes", pictureBytes, LEAST_PICTURE_BYTES, MOST_BYTES);
  }
}
