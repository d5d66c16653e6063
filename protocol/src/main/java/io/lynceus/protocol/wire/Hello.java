package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first frame of each side. Big endian.
 *
 * <pre>
 *  0           4          6     7           7+n    8+n          40+n        72+n
 *  +-----------+----------+-----+-----------+------+------------+------------+
 *  | "LYNC"    | protocol |  n  | software  | role | challenge  |  schema    |
 *  | 4 bytes   | u16      | u8  | n x ASCII | u8   | 32 bytes   |  32 bytes  |
 *  +-----------+----------+-----+-----------+------+------------+------------+
 * </pre>
 *
 * The fields before {@code role} keep their places in all protocol versions, so that each side can
 * always tell the other's version.
 */
final class Hello {
  /** Raised when the frames, the handshake or the meaning of a message change. */
  static final int PROTOCOL_VERSION = 1;

  /** Leaves room for fields of later versions. */
  static final int MAX_BYTES = 256;

  static final int MAX_SOFTWARE_BYTES = 64;
  static final int CHALLENGE_BYTES = 32;

  private static final int MAGIC = 0x4C594E43;

  private final byte[] bytes;
  private final int protocol;
  private final String software;

  /** Positioned at {@code role}. Its layout is known only if the protocol version is ours. */
  private final ByteBuffer rest;

  private Hello(byte[] bytes, int protocol, String software, ByteBuffer rest) {
    this.bytes = bytes;
    this.protocol = protocol;
    this.software = software;
    this.rest = rest;
  }

  /** This side's hello. */
  static byte[] write(int protocol, String software, Role role, byte[] challenge, byte[] schema) {
    byte[] name = software.getBytes(US_ASCII);
    return ByteBuffer.allocate(8 + name.length + challenge.length + schema.length)
        .putInt(MAGIC)
        .putShort((short) protocol)
        .put((byte) name.length)
        .put(name)
        .put(role.code())
        .put(challenge)
        .put(schema)
        .array();
  }

  /** Reads the fields that all versions have in common. */
  static Hello read(byte[] bytes) throws HandshakeException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < 7 || in.getInt() != MAGIC) {
      throw new HandshakeException("it does not speak Lynceus");
    }
    int protocol = Short.toUnsignedInt(in.getShort());
    int length = Byte.toUnsignedInt(in.get());
    if (length > MAX_SOFTWARE_BYTES || length > in.remaining()) {
      throw new HandshakeException("its hello is damaged");
    }
    byte[] software = new byte[length];
    in.get(software);
    for (byte character : software) {
      // Log lines contain it.
      if (character < ' ' || character > '~') {
        throw new HandshakeException("its hello is damaged");
      }
    }
    return new Hello(bytes, protocol, new String(software, US_ASCII), in.slice());
  }

  /** Checks a peer's hello against this one. */
  void accept(Hello peer, Role peerRole) throws HandshakeException {
    if (peer.protocol != protocol) {
      throw new HandshakeException(
          "it speaks protocol %d (Lynceus %s) and this side protocol %d (Lynceus %s): run the same version on both"
              .formatted(peer.protocol, peer.software, protocol, software));
    }
    ByteBuffer theirs = peer.rest;
    if (theirs.remaining() != 1 + CHALLENGE_BYTES + Schema.HASH_BYTES) {
      throw new HandshakeException("its hello is damaged");
    }
    if (theirs.get(0) != peerRole.code()) {
      throw new HandshakeException("it is not a " + peerRole.key());
    }
    if (!Arrays.equals(peer.schema(), schema())) {
      throw new HandshakeException(
          "its messages have schema %s (Lynceus %s) and those of this side %s (Lynceus %s): run the same version on both"
              .formatted(peer.shortSchema(), peer.software, shortSchema(), software));
    }
  }

  /** The bytes that are sent. */
  byte[] bytes() {
    return bytes;
  }

  /** The Lynceus version, printable ASCII. */
  String software() {
    return software;
  }

  private byte[] schema() {
    byte[] schema = new byte[Schema.HASH_BYTES];
    rest.get(1 + CHALLENGE_BYTES, schema);
    return schema;
  }

  private String shortSchema() {
    return HexFormat.of().formatHex(schema(), 0, 4);
  }
}
