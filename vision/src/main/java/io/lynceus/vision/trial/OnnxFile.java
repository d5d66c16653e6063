package io.lynceus.vision.trial;

import io.lynceus.vision.network.NetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an ONNX file says of itself. Reading it checks what can be checked before anything runs it:
 * size, structure, that all weights lie in the file, and that it needs no operators of others.
 *
 * <p>Source: {@code onnx.proto} of ONNX 1.17, the numbers of the fields.
 *
 * @param inputs those that are no weights, in the file's order
 * @param outputs in the file's order
 */
public record OnnxFile(List<Value> inputs, List<Value> outputs) {
  /** Larger files are refused. */
  public static final long MOST_BYTES = 512L << 20;

  /** Graphs in graphs, as {@code If} and {@code Loop} have them. */
  private static final int MOST_NESTED = 16;

  private static final int MOST_OUTPUTS = 64;

  /** Of weights and inputs each: older files list all weights among the inputs. */
  private static final int MOST_WEIGHTS = 100_000;

  private static final int MOST_DIMENSIONS = 16;
  private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

  /** The extent is not fixed. */
  public static final long ANY = -1;

  /**
   * An input or output.
   *
   * @param dimensions its extents; {@link #ANY} for one that is not fixed; empty if none is said
   */
  public record Value(String name, List<Long> dimensions) {
    public Value {
      dimensions = List.copyOf(dimensions);
    }
  }

  public OnnxFile {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads a file of any origin.
   *
   * @throws NetworkException when it is no network that Lynceus runs
   * @throws IOException when it cannot be read
   */
  public static OnnxFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NetworkException("there is no such file: " + file);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > MOST_BYTES) {
        throw new NetworkException(
            "it has %d MiB: a network has at most %d MiB"
                .formatted(channel.size() >> 20, MOST_BYTES >> 20));
      }
      return read(channel.map(MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /** The same of bytes, from position to limit. */
  static OnnxFile read(ByteBuffer bytes) throws NetworkException {
    OnnxFile network = null;
    ProtobufFields model = new ProtobufFields(bytes);
    while (model.next()) {
      switch (model.number()) {
        case 7 -> network = graph(model.message(), 0);
        case 8 -> requireStandard(firstText(model.message(), 1));
        case 25 ->
            throw new NetworkException(
                "it has functions of its own: export it again with functions inlined");
        default -> {} // names and versions
      }
    }
    if (network == null) {
      throw new NetworkException("it is no ONNX file: it has no graph");
    }
    return network;
  }

  private static OnnxFile graph(ProtobufFields graph, int nested) throws NetworkException {
    require(nested <= MOST_NESTED, "graphs within one another", MOST_NESTED);
    List<Value> inputs = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    while (graph.next()) {
      switch (graph.number()) {
        case 1 -> node(graph.message(), nested);
        case 5 -> {
          require(weights.size() < MOST_WEIGHTS, "weights", MOST_WEIGHTS);
          weights.add(new TensorCheck().tensor(graph.message()));
        }
        case 11 -> add(inputs, graph.message(), MOST_WEIGHTS);
        case 12 -> add(outputs, graph.message(), MOST_OUTPUTS);
        case 15 -> new TensorCheck().sparse(graph.message());
        default -> {} // names, and shapes of what lies between
      }
    }
    Set<String> known = new HashSet<>(weights);
    inputs.removeIf(input -> known.contains(input.name()));
    return new OnnxFile(inputs, outputs);
  }

  private static void node(ProtobufFields node, int nested) throws NetworkException {
    while (node.next()) {
      switch (node.number()) {
        case 5 -> attribute(node.message(), nested);
        case 7 -> requireStandard(node.text());
        default -> {} // names
      }
    }
  }

  private static void attribute(ProtobufFields attribute, int nested) throws NetworkException {
    while (attribute.next()) {
      switch (attribute.number()) {
        case 5, 10 -> new TensorCheck().tensor(attribute.message());
        case 6, 11 -> graph(attribute.message(), nested + 1);
        case 22, 23 -> new TensorCheck().sparse(attribute.message());
        default -> {} // numbers and texts
      }
    }
  }

  private static void requireStandard(String domain) throws NetworkException {
    if (!STANDARD_DOMAINS.contains(domain)) {
      throw new NetworkException(
          "it needs operators of '%s': only those of the ONNX standard run here".formatted(domain));
    }
  }

  private static void add(List<Value> values, ProtobufFields value, int most)
      throws NetworkException {
    require(values.size() < most, "inputs or outputs", most);
    String name = "";
    List<Long> dimensions = new ArrayList<>();
    while (value.next()) {
      switch (value.number()) {
        case 1 -> name = value.text();
        case 2 -> dimensions = dimensionsOfType(value.message());
        default -> {} // a description
      }
    }
    values.add(new Value(name, dimensions));
  }

  /** Of a type that is a tensor: its shape is field 2 of field 1. */
  private static List<Long> dimensionsOfType(ProtobufFields type) throws NetworkException {
    List<Long> dimensions = new ArrayList<>();
    while (type.next()) {
      if (type.number() == 1) {
        ProtobufFields tensor = type.message();
        while (tensor.next()) {
          if (tensor.number() == 2) {
            addDimensions(dimensions, tensor.message());
          }
        }
      }
    }
    return dimensions;
  }

  private static void addDimensions(List<Long> dimensions, ProtobufFields shape)
      throws NetworkException {
    while (shape.next()) {
      require(dimensions.size() < MOST_DIMENSIONS, "dimensions of one value", MOST_DIMENSIONS);
      long extent = ANY;
      ProtobufFields dimension = shape.message();
      while (dimension.next()) {
        if (dimension.number() == 1) {
          extent = dimension.value() > 0 ? dimension.value() : ANY;
        }
      }
      dimensions.add(extent);
    }
  }

  private static void require(boolean fits, String what, int most) throws NetworkException {
    if (!fits) {
      throw new NetworkException("it has more than " + most + " " + what);
    }
  }

  private static String firstText(ProtobufFields message, int number) throws NetworkException {
    while (message.next()) {
      if (message.number() == number) {
        return message.text();
      }
    }
    return "";
  }
}
