package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.master.gateway.items.archive.Unpacker;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The items in the bytes that an {@link Unpacker} yields. Of a file, the first has the file's name,
 * and later ones its name with {@code #2}, {@code #3} and so on; there is at least one.
 */
final class InnerItems {
  private static final Rejection ENDS_EARLY =
      new Rejection(
          RejectionCode.TRUNCATED, "the file ends before its image does: it is damaged, or cut");

  /** Enough to say that a file is no image, or of a kind that is not taken. */
  private static final int START_BYTES = 256;

  private final ParserContext context;
  private final ItemDecoder decoder;
  private final ByteBuffer start = ByteBuffer.allocate(START_BYTES);
  private long bytes;
  private int count;
  private boolean cut;
  private boolean ended;
  private boolean over;
  private boolean refusedAsCut;

  /**
   * @param ask the options of the images, the name of a file included
   */
  InnerItems(ParserContext outer, Source source, Ask ask) {
    context = outer.inner(source, ask);
    decoder = new ItemDecoder(context, new ItemBoundary(context));
  }

  /** Names the images that follow. */
  void setName(String name) {
    context.setDefaults(context.defaults().withName(name));
  }

  /**
   * The next item, or else the next step of the unpacker.
   *
   * @return null when it has brought no item
   */
  @Nullable Item advance(ByteBuffer pending, Unpacker unpacker) throws RefusedImageException {
    Item item = next();
    if (item != null || unpacker.ended()) {
      return item;
    }
    ByteBuffer unpacked = unpacker.next(pending);
    bytes += unpacked.remaining();
    int first = Math.min(start.remaining(), unpacked.remaining());
    start.put(unpacked.slice(unpacked.position(), first));
    if (!over && unpacked.hasRemaining()) {
      decoder.feed(unpacked);
      item = next();
      decoder.keep();
    }
    return item;
  }

  /** The next item; null when more bytes are needed, or none is left. */
  @Nullable Item next() {
    if (over) {
      return null;
    }
    Item item = decoder.next();
    if (item != null && !(item instanceof Item.End)) {
      return accept(item);
    }
    over = ended || item != null;
    return over && context.source == Source.FILE && count == 0 ? accept(noImage()) : null;
  }

  private Item noImage() {
    String message =
        bytes == 0 ? "the file is empty: send JPEG, PNG, WebP or BMP" : FirstBytes.UNKNOWN;
    return Item.refused(
        context.defaults(), new Rejection(RejectionCode.UNSUPPORTED_FORMAT, message));
  }

  private Item accept(Item item) {
    if (item instanceof Item.Image image) {
      Optional<String> name = nameOfNext(image.ask().name());
      Ask ask = name.map(image.ask()::withName).orElse(image.ask());
      return new Item.Image(ask, image.header(), image.file(), image.sha256());
    }
    if (item instanceof Item.Refused refused) {
      refusedAsCut |= cut;
      Rejection why = refused.rejection();
      if (cut) {
        why = Refusals.CUT_OFF;
      } else if (context.source == Source.FILE && why.equals(Refusals.CUT_OFF)) {
        why = endsEarly();
      }
      return new Item.Refused(nameOfNext(refused.name()), refused.id(), why, refused.counted());
    }
    return item;
  }

  /** Of a whole file, more can be said than of its beginning. */
  private Rejection endsEarly() {
    if (count == 0) {
      try {
        ImageHeader.read(start.duplicate().flip(), context.limits);
      } catch (RefusedImageException e) {
        Rejection header = Rejection.of(e);
        return header.code() == RejectionCode.UNSUPPORTED_FORMAT ? header : ENDS_EARLY;
      }
    }
    return ENDS_EARLY;
  }

  private Optional<String> nameOfNext(Optional<String> name) {
    int number = ++count;
    return context.source == Source.FILE && number > 1 ? name.map(n -> n + "#" + number) : name;
  }

  /** All bytes have come: {@link #next} brings what they end. */
  void end() {
    ended = true;
    decoder.end();
  }

  /** The connection has ended, or stalled, before that. */
  void cutOff() {
    cut = true;
    end();
  }

  /** Whether an item was refused because the connection had ended. */
  boolean isRefusedAsCut() {
    return refusedAsCut;
  }

  /** Whether no item follows, whatever comes. */
  boolean isOver() {
    return over;
  }

  Expectation expectation() {
    return decoder.expectation();
  }

  void close() {
    decoder.close();
  }
}
