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

  /** Tells that no temporary file can be made. */
  static NativeLibraryException noTemporaryFile(IOException cause) {
    return new NativeLibraryException(
        "no temporary file can be made ("
            + cause.getMessage()
            + "): name a folder that can be written by LYNCEUS_JAVA_OPTS=-Djava.io.tmpdir=DIR",
        cause);
  }
}
