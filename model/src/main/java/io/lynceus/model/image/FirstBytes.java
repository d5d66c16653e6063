package io.lynceus.model.image;

import java.nio.ByteBuffer;

/** What the first bytes of a file or of an item in a stream say it is. */
public sealed interface FirstBytes {

  /** With so many bytes the answer is never {@link MoreNeeded}. */
  int ENOUGH = 18;

  /** An image that may be let in. */
  record Image(ImageFormat format) implements FirstBytes {}

  /**
   * A known format that is not let in.
   *
   * @param name for people, such as {@code GIF}
   */
  record NotLetIn(String name) implements FirstBytes {
    /** The refusal for the client: it names the format and says what is accepted. */
    public RefusedImageException refusal() {
      return RefusedImageException.unsupported(
          name + " is not accepted: send JPEG, PNG, WebP or BMP");
    }
  }

  /** Too few bytes to tell; never said of {@link #ENOUGH} bytes. */
  record MoreNeeded() implements FirstBytes {}

  /** Nothing that is known here: perhaps a text. */
  record Unknown() implements FirstBytes {}

  /**
   * Compares with what is known.
   *
   * @param start from its position to its limit, which are left as they are; may be longer than
   *     {@link #ENOUGH}
   */
  static FirstBytes of(ByteBuffer start) {
    for (Signature signature : Signature.KNOWN) {
      switch (signature.match(start)) {
        case YES -> {
          return signature.says();
        }
        case PERHAPS -> {
          return new MoreNeeded();
        }
        case NO -> {}
      }
    }
    return new Unknown();
  }

  /** The format of a whole file; refuses, as UNSUPPORTED_FORMAT, what is not let in. */
  static ImageFormat formatOf(ByteBuffer file) throws RefusedImageException {
    FirstBytes first = of(file);
    if (first instanceof Image image) {
      return image.format();
    }
    if (first instanceof NotLetIn known) {
      throw known.refusal();
    }
    throw RefusedImageException.unsupported(
        "these bytes are no image that is known here: send JPEG, PNG, WebP or BMP");
  }
}
