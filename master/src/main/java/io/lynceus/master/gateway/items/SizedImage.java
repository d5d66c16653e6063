package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;

/**
 * A file of known size that should be an image: from an archive, or announced by {@code ANALYZE}.
 * Exactly its bytes are consumed, whatever they contain.
 */
final class SizedImage implements Stage {
  private final ParserContext context;
  private final long size;
  private final Ask ask;
  private final Stage next;
  private final ImageBuffer image;
  private boolean recognised;

  /**
   * @param size at least 0
   */
  SizedImage(ParserContext context, long size, Ask ask, Stage next) {
    this.context = context;
    this.size = size;
    this.ask = ask;
    this.next = next;
    this.image = new ImageBuffer(context.budget, (int) Math.min(size, context.limits.bytes()));
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
      ImageHeader header = ImageHeader.read(image.upTo(image.size()), context.limits);
      return Step.to(next, new Item.Image(ask, header, image.take(image.size())));
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
    return Step.to(new Skipping(size, next), new Item.Refused(ask.name(), Refusals.CUT_OFF, true));
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.REST;
  }

  @Override
  public void close() {
    image.clear();
  }

  private Step refuse(Rejection rejection) {
    long left = size - image.size();
    image.clear();
    return Step.to(new Skipping(left, next), new Item.Refused(ask.name(), rejection, true));
  }
}
