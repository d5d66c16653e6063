package io.lynceus.master.gateway.items;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Skips a known number of bytes. */
final class Skipping implements Stage {
  private final Stage next;
  private final @Nullable Item last;
  private long left;

  /**
   * Skips bytes that have been refused already, or mean nothing.
   *
   * @param bytes at least 0
   */
  Skipping(long bytes, Stage next) {
    this(bytes, next, null);
  }

  /**
   * @param bytes at least 0
   * @param last the item of these bytes, if they have one
   */
  Skipping(long bytes, Stage next, @Nullable Item last) {
    this.left = bytes;
    this.next = next;
    this.last = last;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    int count = (int) Math.min(left, pending.remaining());
    pending.position(pending.position() + count);
    left -= count;
    return left == 0 ? Step.to(next, last) : Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    return Step.to(this);
  }
}
