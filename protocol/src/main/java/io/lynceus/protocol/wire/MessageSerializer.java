package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Serializer;

/**
 * Reads and writes one class, field by field. It has no state, and all Kryo instances share it.
 *
 * @param <T> the class, a record without subclasses
 */
abstract class MessageSerializer<T> extends Serializer<T> {
  private final int id;
  private final Class<T> type;
  private final String layout;

  /**
   * @param id the class's number on the wire, never given to another class
   * @param layout the fields in their order, with kinds and limits. It is part of the schema's
   *     hash: a change of what is read and written needs a change of this text
   */
  MessageSerializer(int id, Class<T> type, String layout) {
    super(false, true);
    this.id = id;
    this.type = type;
    this.layout = layout;
  }

  final int id() {
    return id;
  }

  final Class<T> type() {
    return type;
  }

  final String layout() {
    return layout;
  }
}
