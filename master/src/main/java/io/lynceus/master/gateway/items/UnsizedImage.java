package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.ImageEndFinder;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An image whose end must be found in its bytes. An image that is too large, or for which there is
 * no memory, is refused as soon as that is known, and skipped to its end.
 */
final class UnsizedImage implements Stage {
  /**
   * The finder is fed in blocks of the image, so that the offset at which it gives up does not
   * depend on the pieces in which the bytes came.
   */
  private static final int BLOCK = 8 << 10;

  private final ParserContext context;
  private final Stage boundary;
  private final Ask ask;
  private final ImageEndFinder finder;
  private final ImageBuffer image;
  private int received;
  private boolean refused;

  /** Offset in the file of the first byte that is kept: 0 until the image is refused. */
  private int keptFrom;

  UnsizedImage(ParserContext context, ImageFormat format, Stage boundary) {
    this.context = context;
    this.boundary = boundary;
    this.ask = context.defaults();
    this.image = new ImageBuffer(context.budget, context.limits.bytes());
    // Without the limit on bytes, because the end of a too large image must be found as well.
    ImageLimits limits = context.limits;
    this.finder =
        ImageEndFinder.of(
            format, new ImageLimits(Integer.MAX_VALUE, limits.pixels(), limits.side()));
  }

  @Override
  public Step advance(ByteBuffer pending) {
    while (pending.hasRemaining()) {
      int count = Math.min(pending.remaining(), BLOCK - received % BLOCK);
      if (!refused) { // up to the limit, then one byte to see whether the image goes on
        count = Math.min(count, Math.max(1, context.limits.bytes() - received));
      }
      OptionalInt end;
      try {
        end = finder.feed(pending.slice(pending.position(), count));
      } catch (RefusedImageException e) {
        return noEnd(pending, e);
      }
      int part = end.isPresent() ? Math.max(0, end.getAsInt() - received) : count;
      Optional<Rejection> rejection = keep(pending, part);
      if (rejection.isPresent()) {
        return refuse(end.isPresent() ? boundary : this, rejection.get());
      }
      if (end.isPresent()) {
        return whole(end.getAsInt(), received - received % BLOCK);
      }
    }
    return Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    OptionalInt end = finder.wholeUpTo();
    return end.isPresent() ? whole(end.getAsInt(), received) : refuse(boundary, Refusals.CUT_OFF);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return finder.wholeUpTo().isPresent() ? Expectation.POSSIBLY_MORE : Expectation.REST;
  }

  @Override
  public void close() {
    image.clear();
  }

  /** Consumes bytes of the image; returns the refusal when they cannot be kept. */
  private Optional<Rejection> keep(ByteBuffer pending, int count) {
    received += count;
    boolean fits = received <= context.limits.bytes();
    if (!refused && fits && image.append(pending, count)) {
      return Optional.empty();
    }
    keepTail(pending, count);
    if (refused) {
      return Optional.empty();
    }
    return Optional.of(fits ? Refusals.NO_ROOM : Refusals.tooLarge(context.limits));
  }

  /**
   * Of a refused image, keeps the bytes that may turn out not to belong to it: those after its
   * possible end, and those of the current block, in which the finder may give up. Without memory
   * for them, an item that starts in them is lost.
   */
  private void keepTail(ByteBuffer pending, int count) {
    int before = received - count;
    int first = Math.min(finder.wholeUpTo().orElse(before), before - before % BLOCK);
    if (first > keptFrom) {
      ByteBuffer kept = tail(first);
      image.clear();
      keptFrom = first;
      if (!image.append(kept, kept.remaining())) {
        keptFrom = before;
      }
    }
    int end = pending.position() + count;
    if (image.size() + count > context.limits.bytes() || !image.append(pending, count)) {
      image.clear();
      keptFrom = received;
      pending.position(end);
    }
  }

  /** A copy of the kept bytes from an offset in the file on. */
  private ByteBuffer tail(int from) {
    return image.from(Math.min(image.size(), Math.max(0, from - keptFrom)));
  }

  /**
   * @param end where the image ends, in bytes from its start
   * @param read how far the bytes have been read, rounded so that it does not depend on the pieces
   */
  private Step whole(int end, int read) {
    ByteBuffer after = tail(end);
    Step step = refused ? Step.to(boundary) : item(end);
    image.clear();
    return after.hasRemaining() ? step.returning(after, Math.max(0, read - end)) : step;
  }

  private Step item(int end) {
    try {
      ImageHeader header = finder.header(image.upTo(end), context.limits);
      context.used();
      String sha256 = image.sha256(0, end);
      return Step.to(boundary, new Item.Image(ask, header, image.take(end), sha256));
    } catch (RefusedImageException e) {
      return refuse(boundary, Rejection.of(e));
    }
  }

  /**
   * The search for the next item starts in the block that made no sense, but after the first byte
   * of the image. A file of an archive is one image, or none.
   */
  private Step noEnd(ByteBuffer pending, RefusedImageException cause) {
    if (received == 0) {
      pending.get();
    }
    int blockStart = received - received % BLOCK;
    ByteBuffer block = tail(Math.max(1, blockStart));
    Rejection rejection =
        cause.reason() == RefusedImageException.Reason.TOO_LARGE
            ? Refusals.tooLarge(context.limits) // the finder has another limit
            : Rejection.of(cause);
    Stage next = context.source == Source.FILE ? ENDED : new Searching(context, boundary);
    return refuse(next, rejection).returning(block, 0);
  }

  private Step refuse(Stage next, Rejection rejection) {
    if (next != this) {
      image.clear();
    }
    if (refused) {
      return Step.to(next);
    }
    refused = true;
    return Step.to(next, Item.refused(ask, rejection));
  }
}
