package io.lynceus.protocol.wire;

import io.netty.handler.codec.DecoderException;

/**
 * Bytes or a message that {@code docs/protocol.md} forbids: the connection is closed. The message
 * is for logs. It is a {@link DecoderException} so that Netty does not wrap it.
 */
public final class WireException extends DecoderException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
