package io.lynceus.model.image;

/** An image that is not accepted. The message is for the client and says what to do. */
public final class RefusedImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public RefusedImageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static RefusedImageException unsupported(String message) {
    return new RefusedImageException(Reason.UNSUPPORTED_FORMAT, message);
  }

  static RefusedImageException truncated(ImageFormat format) {
    return new RefusedImageException(
        Reason.TRUNCATED,
        "the "
            + format.title()
            + " ends before its image does: send it whole; if it is whole, it is damaged");
  }

  static RefusedImageException corrupt(String message) {
    return new RefusedImageException(Reason.CORRUPT, message);
  }

  public Reason reason() {
    return reason;
  }

  /** The text for the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Why an image is not accepted. */
  public enum Reason {
    /** Not a JPEG, PNG, WebP or BMP, or a kind of these that is not decoded here. */
    UNSUPPORTED_FORMAT,
    /** The file ends before its image does. */
    TRUNCATED,
    /** More bytes than {@link ImageLimits#bytes}. */
    TOO_LARGE,
    /** More pixels than {@link ImageLimits#pixels}, or a longer side. */
    TOO_MANY_PIXELS,
    /** The file contradicts itself or its format. */
    CORRUPT
  }
}
