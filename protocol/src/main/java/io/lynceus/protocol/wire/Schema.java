package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.esotericsoftware.kryo.Kryo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All classes that travel in Kryo envelopes, and a hash of their layouts. Two sides whose hashes
 * differ would misread each other, so they refuse each other in the handshake.
 */
final class Schema {
  static final int HASH_BYTES = 32;

  private static final List<MessageSerializer<?>> SERIALIZERS =
      Stream.of(MasterMessageSerializers.ALL, SlaveMessageSerializers.ALL, FindingsSerializer.ALL)
          .<MessageSerializer<?>>flatMap(List::stream)
          .sorted(Comparator.comparingInt(MessageSerializer::id))
          .toList();

  private static final byte[] HASH = sha256(text());

  private Schema() {}

  /** Registers every class under its number. */
  static void registerAll(Kryo kryo) {
    for (MessageSerializer<?> serializer : SERIALIZERS) {
      kryo.register(serializer.type(), serializer, serializer.id());
    }
  }

  /** One line for each class, in the order of the numbers: number, name, layout. */
  static String text() {
    return SERIALIZERS.stream()
        .map(s -> s.id() + " " + s.type().getSimpleName() + " " + s.layout() + "\n")
        .collect(Collectors.joining());
  }

  /** SHA-256 of {@link #text()}. */
  static byte[] hash() {
    return HASH.clone();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
