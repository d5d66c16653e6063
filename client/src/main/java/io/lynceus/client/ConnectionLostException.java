package io.lynceus.client;

import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the master ended, or was closed on this side, while something was owed on it.
 * What was owed may have been analysed or not; submitting it again does no harm.
 */
public final class ConnectionLostException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Rejection rejection;
  private final boolean isFinal;

  ConnectionLostException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  ConnectionLostException(String message, @Nullable Throwable cause, boolean isFinal) {
    super(message, cause);
    this.rejection = null;
    this.isFinal = isFinal;
  }

  /** The master refused the connection as a whole. */
  ConnectionLostException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
    this.isFinal =
        rejection.code() != RejectionCode.BUSY && rejection.code() != RejectionCode.SHUTTING_DOWN;
  }

  /** Whether another connection would do no better. */
  boolean isFinal() {
    return isFinal;
  }

  /** What the master said of the connection, if it said something. */
  public Optional<Rejection> rejection() {
    return Optional.ofNullable(rejection);
  }
}
