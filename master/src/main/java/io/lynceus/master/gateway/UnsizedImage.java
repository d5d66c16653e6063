package io.lynceus.master.gateway;

import io.lynceus.protocol.image.ImageEndFinder;
import io.lynceus.protocol.image.ImageFormat;
import io.lynceus.protocol.image.ImageLimits;
import io.lynceus.protocol.image.RefusedImageException;
import io.lynceus.protocol.reply.Reply.Rejection;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An image whose end has to be found in its bytes. One that is too large, or for which there is no
 * room, is refused as soon as that shows, and passed over to its end.
 */
final class UnsizedImage implements Stage {
  /**
   * The finder is fed in blocks of the image, so that the place at which it gives up does not
   * depend on the pieces that the bytes came in.
   */
  private static final int BLOCK = 8 << 10;

  private final Reception reception;
  private final Stage between;
  private final ImageOptions options;
  private final ImageEndFinder finder;
  private final ImageBuffer image;
  private int received;
  private boolean refused;

  UnsizedImage(Reception reception, ImageFormat format, Stage between) {
    this.reception = reception;
    this.between = between;
    this.options = reception.defaults();
    this.image = new ImageBuffer(reception.budget, reception.limits.bytes());
    // Without the limit on bytes: the end of an image that is too large has to be found as well.
    ImageLimits limits = reception.limits;
    this.finder =
        ImageEndFinder.of(
            format, new ImageLimits(Integer.MAX_VALUE, limits.pixels(), limits.side()));
  }

  @Override
  public Step advance(ByteBuffer pending) {
    while (pending.hasRemaining()) {
      int count = Math.min(pending.remaining(), BLOCK - received % BLOCK);
      OptionalInt end;
      try {
        end = finder.feed(pending.slice(pending.position(), count));
      } catch (RefusedImageException e) {
        return noEnd(pending, e);
      }
      int part = end.isPresent() ? Math.max(0, end.getAsInt() - received) : count;
      Optional<Rejection> rejection = keep(pending, part);
      if (rejection.isPresent()) {
        return refuse(end.isPresent() ? between : this, rejection.get());
      }
      if (end.isPresent()) {
        return whole(end.getAsInt());
      }
    }
    return Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    OptionalInt end = finder.wholeUpTo();
    return end.isPresent() ? whole(end.getAsInt()) : refuse(between, Refusals.CUT_OFF);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return finder.wholeUpTo().isPresent() ? Expectation.PERHAPS_MORE : Expectation.REST;
  }

  @Override
  public void close() {
    image.clear();
  }

  /** Consumes bytes of the image; says why when they cannot be kept. */
  private Optional<Rejection> keep(ByteBuffer pending, int count) {
    received += count;
    if (!refused && received <= reception.limits.bytes() && image.append(pending, count)) {
      return Optional.empty();
    }
    pending.position(pending.position() + count);
    if (refused) {
      return Optional.empty();
    }
    return Optional.of(
        received > reception.limits.bytes()
            ? Refusals.tooLarge(reception.limits)
            : Refusals.NO_ROOM);
  }

  private Step whole(int end) {
    if (refused) {
      return Step.to(between);
    }
    ByteBuffer after = image.from(end);
    Step step = Step.to(between, new Item.Image(options, image.take(end)));
    return after.hasRemaining() ? step.returning(after) : step;
  }

  /** The search for the next item begins in the block that made no sense, but behind the start. */
  private Step noEnd(ByteBuffer pending, RefusedImageException cause) {
    if (received == 0) {
      pending.get();
    }
    int blockStart = received - received % BLOCK;
    ByteBuffer block = image.from(Math.min(image.size(), Math.max(1, blockStart)));
    Rejection rejection =
        cause.reason() == RefusedImageException.Reason.TOO_LARGE
            ? Refusals.tooLarge(reception.limits) // the finder knows of another limit
            : Rejection.of(cause);
    return refuse(new Searching(reception, between), rejection).returning(block);
  }

  private Step refuse(Stage next, Rejection rejection) {
    image.clear();
    if (refused) {
      return Step.to(next);
    }
    refused = true;
    return Step.to(next, new Item.Refused(options.name(), rejection, true));
  }
}
