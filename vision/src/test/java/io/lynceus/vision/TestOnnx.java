package io.lynceus.vision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes small networks as ONNX files: a graph of a few nodes in protobuf, whose fields are
 * numbered as in {@code onnx.proto}.
 */
public final class TestOnnx {
  private static final int FLOAT = 1;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  private final Message graph = new Message();

  /** The name of the input. */
  public static final String INPUT = "picture";

  /**
   * A network without nodes yet.
   *
   * @param input extents of the input; -1 for any
   */
  public TestOnnx(long... input) {
    graph.text(2, "made by a test");
    graph.message(11, value(INPUT, input));
  }

  /** Adds an output that has these values, whatever the input is. */
  public TestOnnx constant(String name, long[] shape, float... values) {
    Message tensor = new Message().text(8, name + " values").varint(2, FLOAT);
    for (long extent : shape) {
      tensor.varint(1, extent);
    }
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    graph.message(5, tensor.bytes(9, raw.array()));
    return node("Identity", name + " values", name).output(name, shape);
  }

  /** Adds a node with one input and one output. */
  public TestOnnx node(String operator, String from, String to) {
    graph.message(1, new Message().text(1, from).text(2, to).text(4, operator));
    return this;
  }

  /**
   * Says that a value is an output of the network.
   *
   * @param shape its extents; -1 for any
   */
  public TestOnnx output(String name, long... shape) {
    graph.message(12, value(name, shape));
    return this;
  }

  private static Message value(String name, long... shape) {
    Message extents = new Message();
    for (int i = 0; i < shape.length; i++) {
      Message extent = new Message();
      extents.message(1, shape[i] < 0 ? extent.text(2, name + i) : extent.varint(1, shape[i]));
    }
    Message tensor = new Message().varint(1, FLOAT).message(2, extents);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** The file. */
  public byte[] bytes() {
    return new Message()
        .varint(1, IR_VERSION)
        .message(7, graph)
        .message(8, new Message().text(1, "").varint(2, OPSET))
        .out
        .toByteArray();
  }

  /** A protobuf message that is being written. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      raw((long) field << 3);
      raw(value);
      return this;
    }

    Message bytes(int field, byte[] bytes) {
      raw((long) field << 3 | 2);
      raw(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    Message text(int field, String text) {
      return bytes(field, text.getBytes(UTF_8));
    }

    Message message(int field, Message message) {
      return bytes(field, message.out.toByteArray());
    }

    private void raw(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
