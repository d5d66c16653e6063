package io.lynceus.slave.work;

import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.settings.Check;
import java.time.Duration;

/**
 * The settings of a slave's work.
 *
 * @param threads {@code threads}: work units that run at the same time, 1 to 1024
 * @param parallel {@code limits.parallel}: work units that run at the same time on these threads, 1
 *     to 1024; 0 for {@code auto}, as many as there are processors for them
 * @param queue {@code limits.queue}: work units that may wait for a thread or for their image, 1 to
 *     1,000,000; the next one is refused
 * @param heldBytes {@code limits.held-bytes}: bytes of the image files that may be held at the same
 *     time, one file to 1 TiB; an image that would exceed it is not taken, and its units are
 *     refused
 * @param limits a larger image is not decoded, even if the master let it in
 * @param drain {@code drain}: how long running work units may take to end when the slave is
 *     stopped, 0 to 1 day
 */
public record WorkConfig(
    int threads, int parallel, int queue, long heldBytes, ImageLimits limits, Duration drain) {
  public static final int MOST_THREADS = 1024;

  private static final long MOST_BYTES = 1L << 40;

  public WorkConfig {
    Check.wholeNumber("threads", threads, 1, MOST_THREADS);
    Check.wholeNumber("limits.parallel", parallel, 0, MOST_THREADS);
    Check.wholeNumber("limits.queue", queue, 1, 1_000_000);
    Check.that(
        heldBytes >= limits.bytes() && heldBytes <= MOST_BYTES,
        "limits.held-bytes",
        "a size from limits.image-bytes (%s) to %s"
            .formatted(Check.size(limits.bytes()), Check.size(MOST_BYTES)),
        Check.size(heldBytes));
    Check.time("drain", drain, Duration.ZERO, Duration.ofDays(1));
  }
}
