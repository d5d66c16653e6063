package io.lynceus.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes small ONNX files, good and bad: protobuf messages with the numbers of {@code onnx.proto}.
 */
public final class TestOnnx {
  public static final int FLOAT = 1;
  public static final int INT64 = 7;
  public static final int BOOL = 9;

  /** In the place of an extent: it is not fixed. */
  public static final long ANY = -1;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  private TestOnnx() {}

  /** A protobuf message that is being written. */
  public static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A field that is a whole number. */
    public Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    /** A field that is bytes. */
    public Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    /** A field that is a text. */
    public Message text(int field, String value) {
      return bytes(field, value.getBytes(UTF_8));
    }

    /** A field that is a message. */
    public Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    /** A field for each of some messages. */
    public Message messages(int field, List<Message> values) {
      values.forEach(value -> message(field, value));
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    public byte[] toBytes() {
      return bytes.toByteArray();
    }
  }

  /** A whole file. */
  public static Message model(Message graph) {
    return new Message()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPSET));
  }

  /** A graph of nodes, weights, inputs and outputs. */
  public static Message graph(
      List<Message> nodes, List<Message> weights, List<Message> inputs, List<Message> outputs) {
    return new Message()
        .messages(1, nodes)
        .text(2, "g")
        .messages(5, weights)
        .messages(11, inputs)
        .messages(12, outputs);
  }

  /** A node. Inputs and outputs are names with blanks between them; {@code _} is an empty name. */
  public static Message node(String operator, String inputs, String outputs) {
    Message node = new Message();
    for (String input : inputs.split(" ", -1)) {
      node.text(1, input.equals("_") ? "" : input);
    }
    for (String output : outputs.split(" ", -1)) {
      node.text(2, output);
    }
    return node.text(4, operator);
  }

  /** A whole number as an attribute of a node. */
  public static Message attribute(String name, long value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  /** A graph as an attribute of a node. */
  public static Message attribute(String name, Message graph) {
    return new Message().text(1, name).message(6, graph).number(20, 5);
  }

  /** An input or output of 32-bit floats. */
  public static Message value(String name, long... extents) {
    return typed(name, FLOAT, extents);
  }

  /** An input or output. */
  public static Message typed(String name, int type, long... extents) {
    Message shape = new Message();
    for (long extent : extents) {
      Message dimension = new Message();
      shape.message(1, extent == ANY ? dimension.text(2, "n") : dimension.number(1, extent));
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** Weights of any type. */
  public static Message weights(String name, int type, byte[] raw, long... extents) {
    Message tensor = new Message();
    Arrays.stream(extents).forEach(extent -> tensor.number(1, extent));
    return tensor.number(2, type).text(8, name).bytes(9, raw);
  }

  /** Weights that are 32-bit floats. */
  public static Message floats(String name, float[] values, long... extents) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return weights(name, FLOAT, raw.array(), extents);
  }

  /** A list of whole numbers. */
  public static Message longs(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return weights(name, INT64, raw.array(), values.length);
  }

  /**
   * A network with the form of YOLOX for one class that finds nothing: an input {@code images} of
   * 32x32 pixels, and an output {@code output} of 21 places.
   */
  public static Message yolox() {
    return model(
        yoloxGraph(
            List.of(node("ReduceMean", "images", "mean").message(5, attribute("keepdims", 0))),
            List.of()));
  }

  /**
   * The same with other nodes in front: what they call {@code mean}, one number, is added to the
   * output after it has been multiplied with 0.
   */
  public static Message yoloxGraph(List<Message> nodes, List<Message> weights) {
    int places = 16 + 4 + 1;
    Message zeros = floats("zeros", new float[places * 6], 1, places, 6);
    List<Message> allNodes = new ArrayList<>(nodes);
    allNodes.add(node("Mul", "mean zeros", "output"));
    List<Message> allWeights = new ArrayList<>(weights);
    allWeights.add(zeros);
    return graph(
        allNodes,
        allWeights,
        List.of(value("images", 1, 3, 32, 32)),
        List.of(value("output", 1, places, 6)));
  }
}
