package io.lynceus.vision.image;

/**
 * An image file that cannot be decoded, here or on any other machine. The message is one sentence
 * for the client.
 */
public final class UnreadableImageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableImageException(String message) {
    super(message);
  }

  public UnreadableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
