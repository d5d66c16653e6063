package io.lynceus.vision.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.vision.network.NetworkException;
import java.nio.ByteBuffer;

/**
 * Walks through the fields of a protobuf message, without a schema. Each length is compared with
 * the bytes that are left; nothing is copied but texts.
 *
 * <p>Source: "Encoding" of the Protocol Buffers documentation.
 */
final class ProtobufFields {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int BLOCK = 2;
  private static final int FOUR_BYTES = 5;

  private static final int MOST_VARINT_BYTES = 10;
  private static final int MOST_TEXT_BYTES = 1 << 10;

  private final ByteBuffer bytes;
  private int number;
  private int type;
  private long value;
  private ByteBuffer block = ByteBuffer.allocate(0);

  /**
   * @param bytes the message, from position to limit
   */
  ProtobufFields(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  /**
   * Goes to the next field.
   *
   * @return false when the message has no more
   * @throws NetworkException when what follows is no field
   */
  boolean next() throws NetworkException {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long tag = varint();
    type = (int) (tag & 7);
    number = (int) (tag >>> 3);
    if (number <= 0 || tag >>> 32 != 0) {
      throw unreadable();
    }
    switch (type) {
      case VARINT -> value = varint();
      case EIGHT_BYTES -> block = take(Long.BYTES);
      case FOUR_BYTES -> block = take(Integer.BYTES);
      case BLOCK -> block = take(varint());
      default -> throw unreadable();
    }
    return true;
  }

  int number() {
    return number;
  }

  /** The field's number, of a field that is a whole number. */
  long value() throws NetworkException {
    require(VARINT);
    return value;
  }

  /** The bytes of a field that is a message, a text or a packed list; 4 or 8 of a single number. */
  ByteBuffer block() throws NetworkException {
    if (type == VARINT) {
      throw unreadable();
    }
    return block.duplicate();
  }

  /** The fields of a field that is a message itself. */
  ProtobufFields message() throws NetworkException {
    require(BLOCK);
    return new ProtobufFields(block);
  }

  /** The text of a field; what is longer than 1 KiB is cut. */
  String text() throws NetworkException {
    require(BLOCK);
    byte[] beginning = new byte[Math.min(block.remaining(), MOST_TEXT_BYTES)];
    block.duplicate().get(beginning);
    return new String(beginning, UTF_8);
  }

  /** How many bytes the field takes, without its tag and length. */
  int size() {
    return type == VARINT ? 1 : block.remaining();
  }

  /** Adds up the whole numbers of a list, each of which may be a field or packed with others. */
  void eachValue(Values values) throws NetworkException {
    if (type == VARINT) {
      values.accept(value);
      return;
    }
    require(BLOCK);
    ProtobufFields packed = new ProtobufFields(block);
    while (packed.bytes.hasRemaining()) {
      values.accept(packed.varint());
    }
  }

  /** Takes whole numbers. */
  interface Values {
    void accept(long value) throws NetworkException;
  }

  private void require(int expected) throws NetworkException {
    if (type != expected) {
      throw unreadable();
    }
  }

  private long varint() throws NetworkException {
    long sum = 0;
    for (int i = 0; i < MOST_VARINT_BYTES && bytes.hasRemaining(); i++) {
      byte next = bytes.get();
      sum |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return sum;
      }
    }
    throw unreadable();
  }

  private ByteBuffer take(long length) throws NetworkException {
    if (length < 0 || length > bytes.remaining()) {
      throw unreadable();
    }
    ByteBuffer taken = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return taken;
  }

  private static NetworkException unreadable() {
    return new NetworkException(
        "it is no ONNX file, or a part of one: is it whole, and the file itself rather than a page"
            + " about it?");
  }
}
