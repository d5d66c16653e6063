package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.archive.TarBlock;
import io.lynceus.master.gateway.items.framing.PartHead;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What starts at a position in a client's bytes. More bytes never change the result. */
sealed interface ItemStart {
  /** The longest command line, in bytes, with its line feed. */
  int MAX_LINE = 8 << 10;

  /** FF D8, the start of a JPEG, twice. */
  int DOUBLED_START = 0xffd8ffd8;

  record Image(ImageFormat format) implements ItemStart {}

  /** A start of image that another one follows: the first one means nothing. */
  record DoubledStart(int bytes) implements ItemStart {}

  /** Data with items inside. */
  record Wrapped(FirstBytes.Container kind) implements ItemStart {}

  /** The head of a frame of a multipart stream. */
  record Part() implements ItemStart {}

  record TarHeader() implements ItemStart {}

  /** A line of text, or {@link #MAX_LINE} bytes of text without a line feed. */
  record Line() implements ItemStart {}

  /**
   * No item.
   *
   * @param known the format of these bytes, if it is known
   * @param message for the client
   */
  record Nothing(Optional<FirstBytes.NotAccepted> known, String message) implements ItemStart {
    static Nothing unknown() {
      return new Nothing(
          Optional.empty(),
          "these bytes start no known item: send images (JPEG, PNG, WebP, BMP), a tar archive or"
              + " command lines (HELP lists them)");
    }

    boolean is(FirstBytes.Kind kind) {
      return known.isPresent() && known.get().kind() == kind;
    }
  }

  /** A byte that has no meaning between items: 00, FF, white space. */
  record Padding() implements ItemStart {}

  /** Too few bytes to tell. */
  record Unclear() implements ItemStart {}

  /**
   * Recognises what starts at the position.
   *
   * @param in at least one byte from its position, which is left as it is
   */
  static ItemStart of(ByteBuffer in) {
    FirstBytes first = FirstBytes.of(in);
    if (first instanceof FirstBytes.Image image) {
      return image.format() == ImageFormat.JPEG ? jpeg(in) : new Image(image.format());
    }
    if (first instanceof FirstBytes.Container container) {
      return new Wrapped(container);
    }
    if (first instanceof FirstBytes.MoreNeeded) {
      return new Unclear();
    }
    if (first instanceof FirstBytes.NotAccepted known) {
      return tarOr(in, new Nothing(Optional.of(known), known.refusal().getMessage()));
    }
    if (isPadding(in.get(in.position()))) {
      return new Padding();
    }
    int lineFeed = startsText(in) ? lineFeedAfterText(in) : NO_TEXT;
    if (lineFeed >= 0) {
      if (PartHead.isFirst(CommandLine.take(in.duplicate(), lineFeed))) {
        return new Part();
      }
      return isLetter(in.get(in.position())) ? new Line() : tarOr(in, Nothing.unknown());
    }
    if (lineFeed == TEXT_SO_FAR) {
      if (in.remaining() < MAX_LINE) {
        return new Unclear();
      }
      return isLetter(in.get(in.position())) ? new Line() : Nothing.unknown();
    }
    return tarOr(in, Nothing.unknown());
  }

  /** Some cameras write the start twice. */
  private static ItemStart jpeg(ByteBuffer in) {
    if (in.remaining() < Integer.BYTES) {
      return new Unclear();
    }
    boolean doubled = in.getInt(in.position()) == DOUBLED_START;
    return doubled ? new DoubledStart(Integer.BYTES / 2) : new Image(ImageFormat.JPEG);
  }

  /** All bytes are text and none is a line feed. */
  int TEXT_SO_FAR = -1;

  /** A byte that is no text comes before any line feed. */
  int NO_TEXT = -2;

  /**
   * Where the line that starts at the position ends: the index of its line feed, within {@link
   * #MAX_LINE}, or {@link #TEXT_SO_FAR} or {@link #NO_TEXT}.
   */
  static int lineFeedAfterText(ByteBuffer in) {
    int end = Math.min(in.limit(), in.position() + MAX_LINE);
    for (int i = in.position(); i < end; i++) {
      byte b = in.get(i);
      if (b == '\n') {
        return i;
      }
      boolean control = (b >= 0 && b < ' ') || b == 0x7f;
      if (control && b != '\t' && b != '\r') {
        return NO_TEXT;
      }
    }
    return TEXT_SO_FAR;
  }

  /** Whether a line starts here that only lacks its line feed. */
  static boolean isUnfinishedLine(ByteBuffer in) {
    return isLetter(in.get(in.position())) && lineFeedAfterText(in) == TEXT_SO_FAR;
  }

  static boolean isPadding(byte b) {
    return b == 0 || b == (byte) 0xff || b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Whether a byte of padding is at the position, in bytes that nothing follows. */
  static boolean isPaddingBeforeEnd(ByteBuffer in) {
    ItemStart start = of(in);
    return start instanceof Padding
        || (start instanceof Unclear && isPadding(in.get(in.position())));
  }

  private static boolean startsText(ByteBuffer in) {
    byte first = in.get(in.position());
    return isLetter(first)
        || (first == '-' && (in.remaining() == 1 || in.get(in.position() + 1) == '-'));
  }

  private static boolean isLetter(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  private static ItemStart tarOr(ByteBuffer in, Nothing nothing) {
    return switch (TarBlock.looksLikeHeader(in)) {
      case YES -> new TarHeader();
      case PERHAPS -> new Unclear();
      case NO -> nothing;
    };
  }
}
