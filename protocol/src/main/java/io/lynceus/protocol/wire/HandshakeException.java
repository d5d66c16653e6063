package io.lynceus.protocol.wire;

/**
 * The two sides do not fit together, or one of them is a stranger. The message is for logs, where
 * it follows the name of the peer, and calls it "it".
 */
public final class HandshakeException extends Exception {
  private static final long serialVersionUID = 1L;

  HandshakeException(String message) {
    super(message);
  }
}
