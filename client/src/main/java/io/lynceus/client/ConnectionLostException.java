package io.lynceus.client;

import io.lynceus.protocol.reply.Reply.Rejection;
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

  ConnectionLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.rejection = null;
  }

  /** The master refused the connection as a whole. */
  ConnectionLostException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
  }

  /** What the master said of the connection, if it said something. */
  public Optional<Rejection> rejection() {
    return Optional.ofNullable(rejection);
  }
}
