package io.lynceus.protocol.wire;

/** A frame of the handshake. It is small, so its bytes are copied out of the buffer. */
final class HandshakeFrame {
  private final FrameType type;
  private final byte[] payload;

  HandshakeFrame(FrameType type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  FrameType type() {
    return type;
  }

  byte[] payload() {
    return payload;
  }
}
