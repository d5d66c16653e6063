package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.Analysis;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The kinds of fields that messages are made of. Every length and count is checked against its
 * limit and against the bytes that are left, before anything is allocated for it; the same limits
 * hold for writing. All methods throw {@link KryoException} when a limit is broken.
 */
final class Fields {
  private Fields() {}

  /** Length in bytes as a varint, then UTF-8. */
  static void writeString(Output out, String value, int maxChars) {
    check(value.length() <= maxChars, "a string is too long");
    byte[] bytes = value.getBytes(UTF_8);
    out.writeVarInt(bytes.length, true);
    out.writeBytes(bytes);
  }

  static String readString(Input in, int maxChars) {
    // A char of Java's makes three bytes at most.
    byte[] bytes = in.readBytes(readCount(in, 3 * maxChars, 1));
    String value;
    try {
      value = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new KryoException("a string is not UTF-8", e);
    }
    check(value.length() <= maxChars, "a string is too long");
    return value;
  }

  /** A varint, then the elements. */
  static void writeCount(Output out, int count, int max) {
    check(count <= max, "too many elements");
    out.writeVarInt(count, true);
  }

  /**
   * Reads how many elements follow.
   *
   * @param minBytesEach what one element takes at least
   */
  static int readCount(Input in, int max, int minBytesEach) {
    int count = in.readVarInt(true);
    check(count >= 0 && count <= max, "too many elements");
    check((long) count * minBytesEach <= remaining(in), "a count exceeds the bytes that are left");
    return count;
  }

  /** Reads a count and as many elements. */
  static <T> List<T> readList(Input in, int max, int minBytesEach, Supplier<T> element) {
    int count = readCount(in, max, minBytesEach);
    List<T> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(element.get());
    }
    return elements;
  }

  /** Four bytes, little endian; neither infinite nor NaN, which JSON could not say. */
  static void writeFloat(Output out, float value) {
    check(Float.isFinite(value), "a number that is not finite");
    out.writeFloat(value);
  }

  static float readFloat(Input in) {
    float value = in.readFloat();
    check(Float.isFinite(value), "a number that is not finite");
    return value;
  }

  /** Eight bytes, little endian; finite. */
  static void writeDouble(Output out, double value) {
    check(Double.isFinite(value), "a number that is not finite");
    out.writeDouble(value);
  }

  static double readDouble(Input in) {
    double value = in.readDouble();
    check(Double.isFinite(value), "a number that is not finite");
    return value;
  }

  /** One byte, 0 or 1. */
  static boolean readFlag(Input in) {
    int flag = in.readByteUnsigned();
    check(flag <= 1, "a flag is 0 or 1");
    return flag == 1;
  }

  /** One byte: the constant's place in the list. */
  static <E extends Enum<E>> void writeEnum(Output out, E constant, List<E> constants) {
    out.writeByte(constants.indexOf(constant));
  }

  static <E extends Enum<E>> E readEnum(Input in, List<E> constants) {
    int place = in.readByteUnsigned();
    check(place < constants.size(), "an unknown constant");
    return constants.get(place);
  }

  /** The key of an analysis, as a string. */
  static void writeAnalysis(Output out, Analysis analysis) {
    writeString(out, analysis.key(), Analysis.MAX_KEY_CHARS);
  }

  static Analysis readAnalysis(Input in) {
    return Analysis.of(readString(in, Analysis.MAX_KEY_CHARS));
  }

  /** One byte: whether the value follows. */
  static boolean writePresence(Output out, Optional<?> value) {
    out.writeBoolean(value.isPresent());
    return value.isPresent();
  }

  /** One byte, 0 or 1; then the value if it is 1. */
  static <T> Optional<T> readOptional(Input in, Supplier<T> value) {
    return readFlag(in) ? Optional.of(value.get()) : Optional.empty();
  }

  /** Nanoseconds as a zigzag varint: up to 292 years either way. */
  static void writeDuration(Output out, Duration value) {
    out.writeVarLong(value.toNanos(), false);
  }

  static Duration readDuration(Input in) {
    return Duration.ofNanos(in.readVarLong(false));
  }

  /** A class's number plus 2 as a varint, then its fields; of another class, nothing is read. */
  static <T> T readObject(Kryo kryo, Input in, Class<T> expected) {
    Registration registration = kryo.readClass(in);
    // Kryo's null, the number 0, names no class.
    Class<?> type = registration == null ? Void.class : registration.getType();
    check(expected.isAssignableFrom(type), "a class that does not belong here");
    return kryo.readObject(in, type.asSubclass(expected));
  }

  private static int remaining(Input in) {
    return in.limit() - in.position();
  }

  static void check(boolean condition, String message) {
    if (!condition) {
      throw new KryoException(message);
    }
  }
}
