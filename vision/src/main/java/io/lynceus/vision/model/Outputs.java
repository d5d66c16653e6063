package io.lynceus.vision.model;

import java.util.Arrays;
import java.util.Map;

/** What a network put out for one picture, by name. */
public record Outputs(Map<String, Tensor> tensors) {

  public Outputs {
    tensors = Map.copyOf(tensors);
  }

  /**
   * One output.
   *
   * @param shape its extents; the first is the batch, 1
   * @param values in the order of the shape, the last extent running fastest; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place: a copy has 5 MB
  public record Tensor(long[] shape, float[] values) {}

  /**
   * The values of an output.
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
