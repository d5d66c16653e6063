package io.lynceus.vision.model;

import java.util.Arrays;
import java.util.Map;

/** What a network put out for one picture, by name. */
public record Outputs(Map<String, Tensor> tensors) {

  public Outputs {
    tensors = Map.copyOf(tensors);
  }

  /** One output. Its arrays are read in place: a copy has 5 MB. */
  static final class Tensor {
    private final long[] shape;
    private final float[] values;

    /**
     * Takes the arrays over.
     *
     * @param shape extents; the first is the batch, 1
     * @param values in the order of the shape, the last extent running fastest
     */
    Tensor(long[] shape, float[] values) {
      this.shape = shape;
      this.values = values;
    }
  }

  /**
   * The values of an output, not to be changed.
   *
   * @throws IllegalArgumentException when it is not there in that shape: the model is not of the
   *     kind that its decoder reads
   */
  float[] values(String name, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || !Arrays.equals(tensor.shape, shape)) {
      throw new IllegalArgumentException(
          "the model's output "
              + name
              + " is "
              + (tensor == null ? "missing" : Arrays.toString(tensor.shape))
              + " instead of "
              + Arrays.toString(shape));
    }
    return tensor.values;
  }
}
