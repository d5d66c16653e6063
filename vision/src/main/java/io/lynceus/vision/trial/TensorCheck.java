package io.lynceus.vision.trial;

import io.lynceus.vision.network.NetworkException;

/** Checks one tensor of an ONNX file: its values lie in the file, and are as many as it says. */
final class TensorCheck {
  private static final int STRINGS = 8;
  private static final int EXTERNAL = 1;

  /** Bytes of a value by its type's number; 0: not checked. */
  private static final int[] BYTES = {0, 4, 1, 1, 2, 2, 4, 8, 0, 1, 2, 8, 4, 8, 8, 16, 2};

  private long values = 1;
  private long rawBytes = -1;
  private long otherBytes;
  private int type;
  private String name = "";

  /**
   * Reads a whole tensor.
   *
   * @return its name, empty if it has none
   */
  String tensor(ProtobufFields tensor) throws NetworkException {
    while (tensor.next()) {
      switch (tensor.number()) {
        case 1 -> tensor.eachValue(this::multiply);
        case 2 -> type = (int) tensor.value();
        case 4, 5, 6, 7, 10, 11 -> otherBytes += tensor.size();
        case 8 -> name = tensor.text();
        case 9 -> rawBytes = tensor.block().remaining();
        case 13 -> throw external();
        case 14 -> requireWithin(tensor.value());
        default -> {} // a description
      }
    }
    boolean none = rawBytes < 0 && otherBytes == 0 && values > 0 && type != STRINGS;
    int bytes = type > 0 && type < BYTES.length ? BYTES[type] : 0;
    boolean others = rawBytes >= 0 && bytes > 0 && !isProduct(values, bytes, rawBytes);
    if (none || others) {
      throw lying();
    }
    return name;
  }

  /** Reads a sparse tensor: two ordinary ones. */
  void sparse(ProtobufFields sparse) throws NetworkException {
    while (sparse.next()) {
      if (sparse.number() == 1 || sparse.number() == 2) {
        new TensorCheck().tensor(sparse.message());
      }
    }
  }

  private void multiply(long extent) throws NetworkException {
    if (extent < 0 || (extent > 0 && values > Long.MAX_VALUE / extent)) {
      throw lying();
    }
    values *= extent;
  }

  private static boolean isProduct(long values, int bytes, long rawBytes) {
    return rawBytes % bytes == 0 && rawBytes / bytes == values;
  }

  private static void requireWithin(long location) throws NetworkException {
    if (location == EXTERNAL) {
      throw external();
    }
  }

  private static NetworkException external() {
    return new NetworkException(
        "its weights lie in another file: save it again with all data in one file");
  }

  private NetworkException lying() {
    return new NetworkException(
        "the tensor '%s' does not hold as many values as it says".formatted(name));
  }
}
