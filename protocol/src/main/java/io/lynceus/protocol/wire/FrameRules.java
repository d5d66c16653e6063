package io.lynceus.protocol.wire;

/**
 * Which frames may arrive, and how large they may be, by what is known of the sender. Until it has
 * proved that it knows the secret, it can make this side hold a few hundred bytes at most.
 */
enum FrameRules {
  /** Before the peer has proved itself, at either end. */
  STRANGER {
    @Override
    int maxPayload(FrameType type) {
      return switch (type) {
        case HELLO -> Hello.MAX_BYTES;
        case PROOF -> ClusterSecret.PROOF_BYTES;
        case REFUSAL -> 1;
        case MESSAGE, IMAGE_CHUNK -> NOT_ALLOWED;
      };
    }
  },
  /** What a slave takes from its master. */
  FROM_MASTER {
    @Override
    int maxPayload(FrameType type) {
      return switch (type) {
        case MESSAGE -> MAX_MASTER_MESSAGE_BYTES;
        case IMAGE_CHUNK -> Long.BYTES + ImageChunk.MAX_BYTES;
        case HELLO, PROOF, REFUSAL -> NOT_ALLOWED;
      };
    }
  },
  /** What the master takes from a slave. */
  FROM_SLAVE {
    @Override
    int maxPayload(FrameType type) {
      return switch (type) {
        case MESSAGE -> MAX_SLAVE_MESSAGE_BYTES;
        case HELLO, PROOF, REFUSAL, IMAGE_CHUNK -> NOT_ALLOWED;
      };
    }
  };

  static final int NOT_ALLOWED = -1;

  /** The longest result is the bilevel edge map of 50 megapixels of noise: 6 MiB. */
  static final int MAX_SLAVE_MESSAGE_BYTES = 8 << 20;

  /** The longest order has options of less than 1 MiB and the longest result, which it needs. */
  static final int MAX_MASTER_MESSAGE_BYTES = MAX_SLAVE_MESSAGE_BYTES + (1 << 20);

  static FrameRules from(Role sender) {
    return sender == Role.MASTER ? FROM_MASTER : FROM_SLAVE;
  }

  /** The largest payload in bytes of frames of that type, or {@link #NOT_ALLOWED}. */
  abstract int maxPayload(FrameType type);
}
