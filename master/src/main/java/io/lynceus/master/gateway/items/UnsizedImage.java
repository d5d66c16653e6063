package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.ImageEndFinder;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
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

  private final ParserContext reception;
  private final Stage between;
  private final Ask ask;
  private final ImageEndFinder finder;
  private final ImageBuffer image;
  private int received;
  private boolean refused;

  /** Where in the file the bytes begin that are kept: 0 until it is refused. */
  private int keptFrom;

  UnsizedImage(ParserContext reception, ImageFormat format, Stage between) {
    this.reception = reception;
    this.between = between;
    this.ask = reception.defaults();
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
      if (!refused) { // to the limit, then one byte to see whether it goes on
        count = Math.min(count, Math.max(1, reception.limits.bytes() - received));
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
        return refuse(end.isPresent() ? between : this, rejection.get());
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
    return end.isPresent() ? whole(end.getAsInt(), received) : refuse(between, Refusals.CUT_OFF);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return finder.wholeUpTo().isPresent() ? Expectation.POSSIBLY_MORE : Expectation.REST;
  }

  @Override
  public void close() {
    image.clear();
  }

  /** Consumes bytes of the image; says why when they cannot be kept. */
  private Optional<Rejection> keep(ByteBuffer pending, int count) {
    received += count;
    boolean fits = received <= reception.limits.bytes();
    if (!refused && fits && image.append(pending, count)) {
      return Optional.empty();
    }
    keepTail(pending, count);
    if (refused) {
      return Optional.empty();
    }
    return Optional.of(fits ? Refusals.NO_ROOM : Refusals.tooLarge(reception.limits));
  }

  /**
   * Of an image that is refused, keeps what may turn out not to belong to it: what follows the
   * place where it may have ended already, and the block that may make no sense. Without room for
   * these, an item that begins in them is lost.
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
    int place = pending.position() + count;
    if (image.size() + count > reception.limits.bytes() || !image.append(pending, count)) {
      image.clear();
      keptFrom = received;
      pending.position(place);
    }
  }

  /** A copy of the file's bytes from an offset on, as far as they are kept. */
  private ByteBuffer tail(int from) {
    return image.from(Math.min(image.size(), Math.max(0, from - keptFrom)));
  }

  /**
   * @param read how far it has been read, as far as that does not depend on the pieces
   */
  private Step whole(int end, int read) {
    ByteBuffer after = tail(end);
    Step step = refused ? Step.to(between) : Step.to(between, new Item.Image(ask, image.take(end)));
    image.clear();
    return after.hasRemaining() ? step.returning(after, Math.max(0, read - end)) : step;
  }

  /** The search for the next item begins in the block that made no sense, but behind the start. */
  private Step noEnd(ByteBuffer pending, RefusedImageException cause) {
    if (received == 0) {
      pending.get();
    }
    int blockStart = received - received % BLOCK;
    ByteBuffer block = tail(Math.max(1, blockStart));
    Rejection rejection =
        cause.reason() == RefusedImageException.Reason.TOO_LARGE
            ? Refusals.tooLarge(reception.limits) // the finder knows of another limit
            : Rejection.of(cause);
    return refuse(new Searching(reception, between), rejection).returning(block, 0);
  }

  private Step refuse(Stage next, Rejection rejection) {
    if (next != this) {
      image.clear();
    }
    if (refused) {
      return Step.to(next);
    }
    refused = true;
    return Step.to(next, new Item.Refused(ask.name(), rejection, true));
  }
}
