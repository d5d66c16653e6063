package io.lynceus.master.gateway.items;

import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageFormat;
import java.nio.ByteBuffer;

/** What starts at a position in a client's bytes. More bytes never change the result. */
sealed interface ItemStart {
  /** The longest command line, in bytes, with its line feed. */
  int MAX_LINE = 8 << 10;

  record Image(ImageFormat format) implements ItemStart {}

  record TarHeader() implements ItemStart {}

  /** A line of text, or {@link #MAX_LINE} bytes of text without a line feed. */
  record Line() implements ItemStart {}

  /**
   * No item.
   *
   * @param message for the client
   */
  record Nothing(String message) implements ItemStart {}

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
      return new Image(image.format());
    }
    if (first instanceof FirstBytes.MoreNeeded) {
      return new Unclear();
    }
    if (first instanceof FirstBytes.NotAccepted known) {
      return tarOr(in, known.refusal().getMessage());
    }
    if (isPadding(in.get(in.position()))) {
      return new Padding();
    }
    if (isLetter(in.get(in.position()))) {
      int lineFeed = lineFeedAfterText(in);
      if (lineFeed >= 0 || (lineFeed == TEXT_SO_FAR && in.remaining() >= MAX_LINE)) {
        return new Line();
      }
      if (lineFeed == TEXT_SO_FAR) {
        return new Unclear();
      }
    }
    return tarOr(
        in,
        "these bytes start no known item: send images (JPEG, PNG, WebP, BMP), a tar archive or"
            + " command lines (HELP lists them)");
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

  private static boolean isLetter(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  private static ItemStart tarOr(ByteBuffer in, String message) {
    return switch (TarBlock.looksLikeHeader(in)) {
      case YES -> new TarHeader();
      case PERHAPS -> new Unclear();
      case NO -> new Nothing(message);
    };
  }
}
