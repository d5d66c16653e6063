package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A file of known size that is one image: announced by {@code ANALYZE}, or a frame of a video.
 * Exactly its bytes are consumed, whatever they contain.
 */
final class SizedImage implements Stage {
  private final ParserContext context;
  private final long size;
  private final Ask ask;
  private final Stage next;
  private final ImageBuffer image;
  private final boolean frame;
  private boolean recognised;

  /**
   * @param size at least 0
   */
  SizedImage(ParserContext context, long size, Ask ask, Stage next) {
    this(context, size, ask, next, false);
  }

  private SizedImage(ParserContext context, long size, Ask ask, Stage next, boolean frame) {
    this.context = context;
    this.size = size;
    this.ask = ask;
    this.next = next;
    this.frame = frame;
    this.image = new ImageBuffer(context.budget, (int) Math.min(size, context.limits.bytes()));
  }

  /** A frame of a video. The second field of an interlaced one is left out. */
  static SizedImage frame(ParserContext context, long size, Stage next) {
    return new SizedImage(context, size, context.defaults(), next, true);
  }

  @Override
  public Step advance(ByteBuffer pending) {
    int head = (int) Math.min(size, FirstBytes.ENOUGH);
    if (!recognised) {
      if (pending.remaining() < head) {
        return Step.to(this);
      }
      try {
        check(pending.slice(pending.position(), head));
      } catch (RefusedImageException e) {
        return refuse(Rejection.of(e));
      }
      recognised = true;
    }
    int count = (int) Math.min(size - image.size(), pending.remaining());
    if (!image.append(pending, count)) {
      return refuse(Refusals.NO_ROOM);
    }
    return image.size() < size ? Step.to(this) : whole();
  }

  private Step whole() {
    try {
      OneImage one = OneImage.of(image.upTo(image.size()), context.limits, frame);
      String sha256 = image.sha256(one.from(), one.to());
      Item item = new Item.Image(ask, one.header(), image.take(one.from(), one.to()), sha256);
      context.used();
      Stage then =
          one.passedOver() == 0
              ? next
              : new Skipping(0, next, new Item.PassedOver(one.passedOver()));
      return Step.to(then, item);
    } catch (RefusedImageException e) {
      return refuse(Rejection.of(e));
    }
  }

  private void check(ByteBuffer head) throws RefusedImageException {
    if (size == 0) {
      throw new RefusedImageException(
          RefusedImageException.Reason.UNSUPPORTED_FORMAT,
          "the file is empty: send JPEG, PNG, WebP or BMP");
    }
    FirstBytes.formatOf(head);
    if (size > context.limits.bytes()) {
      throw new RefusedImageException(
          RefusedImageException.Reason.TOO_LARGE, Refusals.tooLarge(context.limits).message());
    }
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    image.clear();
    return Step.to(new Skipping(size, next), Item.refused(ask, Refusals.CUT_OFF));
  }

  @Override
  public Optional<Ask> arriving() {
    return Optional.of(ask);
  }

  @Override
  public void close() {
    image.clear();
  }

  private Step refuse(Rejection rejection) {
    long left = size - image.size();
    image.clear();
    return Step.to(new Skipping(left, next), Item.refused(ask, rejection));
  }
}
