package io.lynceus.client;

import io.lynceus.model.Reply.Rejection;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the master ended, or this side closed it, while replies were due. Those images
 * may or may not have been analysed; submitting them again does no harm.
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
    this.isFinal = !rejection.isTemporary();
  }

  /** True if a new connection would fail in the same way. */
  boolean isFinal() {
    return isFinal;
  }

  /** The master's reason for refusing the connection, if it gave one. */
  public Optional<Rejection> rejection() {
    return Optional.ofNullable(rejection);
  }
}
