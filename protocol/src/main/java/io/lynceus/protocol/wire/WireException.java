package io.lynceus.protocol.wire;

import io.netty.handler.codec.DecoderException;

/**
 * Bytes or a message against {@code docs/protocol.md}: the connection is closed. The message is for
 * logs. It is a {@link DecoderException} so that Netty hands it on as it is.
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
