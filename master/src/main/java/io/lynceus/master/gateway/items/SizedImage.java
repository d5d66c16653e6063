package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;

/**
 * A file of known size that should be an image: from an archive, or announced by {@code ANALYZE}.
 * Exactly its bytes are consumed, whatever they are.
 */
final class SizedImage implements Stage {
  private final ParserContext reception;
  private final long size;
  private final Ask ask;
  private final Stage next;
  private final ImageBuffer image;
  private boolean recognised;

  /**
   * @param size at least 0
   */
  SizedImage(ParserContext reception, long size, Ask ask, Stage next) {
    this.reception = reception;
    this.size = size;
    this.ask = ask;
    this.next = next;
    this.image = new ImageBuffer(reception.budget, (int) Math.min(size, reception.limits.bytes()));
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
    return image.size() < size
        ? Step.to(this)
        : Step.to(next, new Item.Image(ask, image.take(image.size())));
  }

  private void check(ByteBuffer head) throws RefusedImageException {
    if (size == 0) {
      throw new RefusedImageException(
          RefusedImageException.Reason.UNSUPPORTED_FORMAT,
          "the file is empty: send JPEG, PNG, WebP or BMP");
    }
    FirstBytes.formatOf(head);
    if (size > reception.limits.bytes()) {
      throw new RefusedImageException(
          RefusedImageException.Reason.TOO_LARGE, Refusals.tooLarge(reception.limits).message());
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
