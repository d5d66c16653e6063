package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.framing.FileBox;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Skips a file that is made of boxes, such as the MP4 that a phone puts behind a photograph. So the
 * pictures inside it are not taken for items.
 */
final class Boxes implements Stage {
  private final Stage after;
  private final boolean counted;
  private long skipped;
  private long left;

  /**
   * @param counted whether the bytes are passed over; otherwise they have been refused
   */
  Boxes(Stage after, boolean counted) {
    this.after = after;
    this.counted = counted;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    if (left == 0) {
      if (pending.remaining() < FileBox.HEAD) {
        return Step.to(this);
      }
      Optional<FileBox> box = FileBox.at(pending);
      if (box.isEmpty()) {
        return Step.to(after, passedOver());
      }
      left = box.get().bytes();
    }
    int count = (int) Math.min(left, pending.remaining());
    pending.position(pending.position() + count);
    skipped += count;
    left -= left == FileBox.TO_THE_END ? 0 : count;
    return Step.to(this);
  }

  /** A last box may be shorter than the longest head. */
  @Override
  public Step cutOff(ByteBuffer pending) {
    if (left == 0 && FileBox.at(pending).isPresent()) {
      skipped += pending.remaining();
      pending.position(pending.limit());
    }
    return Step.to(after, passedOver());
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return left > 0 && left != FileBox.TO_THE_END ? Expectation.REST : Expectation.POSSIBLY_MORE;
  }

  private @Nullable Item passedOver() {
    return counted && skipped > 0 ? new Item.PassedOver(skipped) : null;
  }
}
