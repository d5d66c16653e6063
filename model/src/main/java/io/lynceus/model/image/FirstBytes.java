package io.lynceus.model.image;

import java.nio.ByteBuffer;

/** The kind of a file, or of an item in a stream, by its first bytes. */
public sealed interface FirstBytes {

  /** For at least this many bytes, the result is never {@link MoreNeeded}. */
  int ENOUGH = 18;

  /** An image of an accepted format. */
  record Image(ImageFormat format) implements FirstBytes {}

  /**
   * A known format that is not accepted.
   *
   * @param name for people, such as {@code GIF}
   */
  record NotAccepted(String name) implements FirstBytes {
    /** The refusal for the client: it names the format and says what is accepted. */
    public RefusedImageException refusal() {
      return RefusedImageException.unsupported(
          name + " is not accepted: send JPEG, PNG, WebP or BMP");
    }
  }

  /** Too few bytes to tell. */
  record MoreNeeded() implements FirstBytes {}

  /** No known format: perhaps a text. */
  record Unknown() implements FirstBytes {}

  /**
   * Recognises a format.
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

  /** The format of a whole file; refuses any other as UNSUPPORTED_FORMAT. */
  static ImageFormat formatOf(ByteBuffer file) throws RefusedImageException {
    FirstBytes first = of(file);
    if (first instanceof Image image) {
      return image.format();
    }
    if (first instanceof NotAccepted known) {
      throw known.refusal();
    }
    throw RefusedImageException.unsupported(
        "these bytes are no image of a known format: send JPEG, PNG, WebP or BMP");
  }
}
