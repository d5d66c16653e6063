package io.lynceus.vision.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.vision.model.Network.OutputShapes;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Reads an output some of whose extents the network itself decides. */
final class OpenOutput {
  /** More values than this are not read: 64 MB. */
  private static final long MOST_VALUES = 16L << 20;

  private OpenOutput() {}

  /**
   * A copy of the values.
   *
   * @param shape what the output has to be, {@link OutputShapes#ANY} where that is open
   * @throws OrtException when it is not so
   */
  static FloatBuffer values(String name, OrtSession.Result result, long[] shape)
      throws OrtException {
    OnnxValue value =
        result.get(name).orElseThrow(() -> new IllegalStateException("no output " + name));
    if (!(value instanceof OnnxTensor tensor)) {
      throw new OrtException("the output " + name + " is no tensor");
    }
    long[] given = tensor.getInfo().getShape();
    if (!fits(given, shape)) {
      throw new OrtException(
          "the output %s is %s, not %s"
              .formatted(name, Arrays.toString(given), Arrays.toString(shape)));
    }
    FloatBuffer values = tensor.getFloatBuffer();
    if (values == null) {
      throw new OrtException("the output " + name + " holds no floats");
    }
    return values;
  }

  /** Further extents of 1 make no difference. */
  private static boolean fits(long[] given, long[] shape) {
    long values = 1;
    for (int i = 0; i < Math.max(given.length, shape.length); i++) {
      long wanted = i < shape.length ? shape[i] : 1;
      values *= i < given.length ? given[i] : 0;
      boolean isAsWanted = wanted == OutputShapes.ANY || (i < given.length && given[i] == wanted);
      if (!isAsWanted || values > MOST_VALUES) {
        return false;
      }
    }
    return given.length >= shape.length;
  }
}
