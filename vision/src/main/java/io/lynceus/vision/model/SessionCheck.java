package io.lynceus.vision.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkInput;
import io.lynceus.vision.network.NetworkInput.Fixed;
import io.lynceus.vision.network.NetworkInput.Layout;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what a network takes and puts out with its description. Extents that the file leaves
 * open show when it runs.
 */
final class SessionCheck {
  private final OrtSession session;
  private final NetworkFile file;

  SessionCheck(OrtSession session, NetworkFile file) {
    this.session = session;
    this.file = file;
  }

  /**
   * Checks it.
   *
   * @param outputs that the network must have; of their shapes only the number of extents counts
   * @throws NetworkException naming the first difference
   */
  void check(Map<String, long[]> outputs) throws NetworkException, OrtException {
    if (session.getNumInputs() != 1) {
      throw refused("takes %d inputs, not one picture".formatted(session.getNumInputs()));
    }
    checkInput(session.getInputInfo().values().iterator().next());
    Map<String, NodeInfo> has = session.getOutputInfo();
    for (Map.Entry<String, long[]> output : outputs.entrySet()) {
      NodeInfo info = has.get(output.getKey());
      if (info == null) {
        throw refused("has no output %s: it has %s".formatted(output.getKey(), has.keySet()));
      }
      TensorInfo tensor = floats(info);
      if (tensor.getShape().length != output.getValue().length && !isOpen(output.getValue())) {
        throw refused(
            "puts out %s of %d extents, where networks of the kind %s have %d"
                .formatted(
                    output.getKey(),
                    tensor.getShape().length,
                    file.description().kind(),
                    output.getValue().length));
      }
    }
  }

  /** Of these the kind does not say how many extents there are. */
  private static boolean isOpen(long[] shape) {
    return Arrays.stream(shape).anyMatch(extent -> extent == OutputShapes.ANY);
  }

  private void checkInput(NodeInfo info) throws NetworkException {
    NetworkInput described = file.description().input();
    long[] extents = floats(info).getShape();
    Optional<Fixed> fixed = described.extent().fixed();
    long any = -1;
    long width = fixed.map(Fixed::width).orElse((int) any);
    long height = fixed.map(Fixed::height).orElse((int) any);
    long[] wanted =
        described.layout() == Layout.NCHW
            ? new long[] {1, NetworkInput.CHANNELS, height, width}
            : new long[] {1, height, width, NetworkInput.CHANNELS};
    boolean fits = extents.length == wanted.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = extents[i] == any || extents[i] == wanted[i];
    }
    if (!fits) {
      throw refused(
          "takes %s, where its description says %s (-1: any); set input.size and input.layout"
              .formatted(Arrays.toString(extents), Arrays.toString(wanted)));
    }
  }

  private TensorInfo floats(NodeInfo info) throws NetworkException {
    if (info.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
      return tensor;
    }
    throw refused("has no 32-bit floats in " + info.getName());
  }

  private NetworkException refused(String why) {
    return new NetworkException(file.source() + " " + why);
  }
}
