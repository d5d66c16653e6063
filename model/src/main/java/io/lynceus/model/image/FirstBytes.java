package io.lynceus.model.image;

import java.nio.ByteBuffer;

/** The kind of a file, or of an item in a stream, by its first bytes. */
public sealed interface FirstBytes {

  /** For at least this many bytes, the result is never {@link MoreNeeded}. */
  int ENOUGH = 18;

  /** The refusal of a file of no known format. */
  String UNKNOWN = "these bytes are no image of a known format: send JPEG, PNG, WebP or BMP";

  /** An image of an accepted format. */
  record Image(ImageFormat format) implements FirstBytes {}

  /** A file that holds images and can be taken apart. */
  enum Container implements FirstBytes {
    GZIP("gzip data"),
    ZIP("a ZIP archive"),
    AVI("an AVI video");

    private final String title;

    Container(String title) {
      this.title = title;
    }

    /** The refusal where only one image is taken. */
    public RefusedImageException refusal() {
      return notOneImage(title);
    }
  }

  /**
   * A known format that is not accepted.
   *
   * @param name for people, such as {@code GIF}
   * @param remedy what the client should do
   */
  record NotAccepted(String name, Kind kind, String remedy) implements FirstBytes {

    /** The refusal for the client: it names the format and says what to do. */
    public RefusedImageException refusal() {
      return RefusedImageException.unsupported(name + " is not accepted: " + remedy);
    }
  }

  /** What the name of a format that is not accepted stands for. */
  enum Kind {
    /** A file: these bytes hardly ever mean anything else. */
    FILE,
    /** A file, or by chance other bytes: the signature is short. */
    DOUBTFUL,
    /** A recording, which some phones and cameras put behind a picture. */
    RECORDING,
    /** Compressed data: its end is not known before it is unpacked. */
    PACKED
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
    for (Signature signature : Signature.candidates(start)) {
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
    if (first instanceof Container container) {
      throw container.refusal();
    }
    throw RefusedImageException.unsupported(UNKNOWN);
  }

  /**
   * The refusal of what holds several images, where only one is taken.
   *
   * @param title for people, such as {@code a ZIP archive}
   */
  static RefusedImageException notOneImage(String title) {
    return RefusedImageException.unsupported(
        title
            + " is not one image: send it to the task port by itself, or send its images one by"
            + " one");
  }
}
