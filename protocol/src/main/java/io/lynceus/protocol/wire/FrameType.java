package io.lynceus.protocol.wire;

/** What a frame carries. A code is never given to another type. */
enum FrameType {
  /** Who the sender is, and its challenge: see {@link Hello}. */
  HELLO(1),
  /** 32 bytes that only a holder of the secret can compute: see {@link ClusterSecret#proof}. */
  PROOF(2),
  /** One byte: why the handshake ends here, see {@link HandshakeHandler}. */
  REFUSAL(3),
  /** One message in Kryo's encoding: see {@link MessageCodec}. */
  MESSAGE(16),
  /** A part of an image: see {@link ImageChunk}. */
  IMAGE_CHUNK(17);

  private static final FrameType[] TYPES = values();

  private final byte code;

  FrameType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** The type with this code. */
  static FrameType ofCode(byte code) throws WireException {
    for (FrameType type : TYPES) {
      if (type.code == code) {
        return type;
      }
    }
    throw new WireException("there is no frame type " + Byte.toUnsignedInt(code));
  }
}
