package io.lynceus.protocol.wire;

/**
 * The two sides have different versions, or one of them does not know the secret. The message is
 * for logs: it follows the peer's name there and calls the peer "it".
 */
public final class HandshakeException extends Exception {
  private static final long serialVersionUID = 1L;

  HandshakeException(String message) {
    super(message);
  }
}
