package io.lynceus.vision.network;

import java.io.IOException;

/**
 * A network that cannot be used. The message is one line for the user: which file or key, what is
 * wrong with it, what to do.
 */
public final class NetworkException extends IOException {
  private static final long serialVersionUID = 1L;

  public NetworkException(String message) {
    super(message);
  }

  public NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
