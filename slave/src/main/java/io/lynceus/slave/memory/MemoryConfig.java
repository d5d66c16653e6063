package io.lynceus.slave.memory;

/**
 * The settings of a slave's memory.
 *
 * @param residentBytes {@code limits.resident-bytes}: with more in hand the slave drains and ends;
 *     0 leaves it to the slave, see {@link MemoryPlan}
 * @param pictureBytes {@code limits.picture-bytes}: native memory for decoded pictures and the work
 *     on them
 */
public record MemoryConfig(long residentBytes, long pictureBytes) {
  /** Enough for any analysis of a picture of five megapixels. */
  static final long LEAST_PICTURE_BYTES = 64L << 20;

  /** The slave's own choice, of them 1536 MiB for pictures. */
  public static final MemoryConfig DEFAULT = new MemoryConfig(0, 1536L << 20);

  public MemoryConfig {
    if (residentBytes < 0) {
      throw new IllegalArgumentException("limits.resident-bytes cannot be negative");
    }
    if (pictureBytes < LEAST_PICTURE_BYTES) {
      throw new IllegalArgumentException("limits.picture-bytes must be at least 64 MiB");
    }
  }
}
