package io.lynceus.vision.natives;

import java.io.IOException;

/** A native library cannot be had. The message says what to do. */
public final class NativeLibraryException extends IOException {
  private static final long serialVersionUID = 1L;

  public NativeLibraryException(String message) {
    super(message);
  }

  public NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
