package io.lynceus.app.truth;

import org.jspecify.annotations.Nullable;

/** Labels that cannot be used; the message names the file and, where there is one, the line. */
public final class TruthException extends Exception {
  private static final long serialVersionUID = 1L;

  TruthException(String message) {
    this(message, null);
  }

  TruthException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
