package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import java.nio.ByteBuffer;

/** Skips a known number of bytes, which have been refused already. */
final class Skipping implements Stage {
  private final Stage next;
  private long left;

  /**
   * @param bytes at least 0
   */
  Skipping(long bytes, Stage next) {
    this.left = bytes;
    this.next = next;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    int count = (int) Math.min(left, pending.remaining());
    pending.position(pending.position() + count);
    left -= count;
    return Step.to(left == 0 ? next : this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    return Step.to(this);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.REST;
  }
}
