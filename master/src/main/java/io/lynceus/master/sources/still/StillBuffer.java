package io.lynceus.master.sources.still;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.settings.Check;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one still, from the first that arrives until its reply. They count as held, like
 * those of clients, and are at most {@code limits.image-bytes}. Used by the sources' thread.
 */
public final class StillBuffer {
  private static final FetchFailure NO_ROOM =
      FetchFailure.noRoom("tasks.held-bytes has no room for a still");

  private final ByteBudget budget;
  private final ImageLimits limits;
  private final ImageBuffer bytes;
  private int taken;

  StillBuffer(ByteBudget budget, ImageLimits limits) {
    this.budget = budget;
    this.limits = limits;
    this.bytes = new ImageBuffer(budget, limits.bytes());
  }

  /**
   * Takes the next bytes of the still.
   *
   * @return why it does not take them; null if it does
   */
  public @Nullable FetchFailure append(ByteBuffer next) {
    FetchFailure tooLarge = expect((long) bytes.size() + next.remaining());
    if (tooLarge != null) {
      return tooLarge;
    }
    return bytes.append(next, next.remaining()) ? null : NO_ROOM;
  }

  /**
   * Whether a still of that many bytes can come.
   *
   * @return why not; null if it can
   */
  public @Nullable FetchFailure expect(long size) {
    return size <= limits.bytes()
        ? null
        : FetchFailure.failed(
            "its still is larger than limits.image-bytes (%s): let the camera send smaller ones"
                .formatted(Check.size(limits.bytes())));
  }

  /** Bytes so far. */
  public int size() {
    return bytes.size();
  }

  /** Forgets the bytes: another still begins. */
  public void clear() {
    bytes.clear();
  }

  String sha256() {
    return bytes.sha256(0, bytes.size());
  }

  /** Hands the bytes over; they count as held until {@link #release}. */
  ByteBuffer take() {
    taken = bytes.size();
    budget.working(true);
    return bytes.take(taken);
  }

  /** Nothing of it is needed any more. */
  void release() {
    bytes.clear();
    budget.giveBack(taken);
    taken = 0;
    budget.close();
  }
}
