package io.lynceus.model;

import java.util.Arrays;

/** Numbers in their order, such as the embedding of a face; equal when the numbers are. */
public final class FloatVector {
  /** Embeddings have 128 to 1,024 numbers. */
  public static final int MAX_SIZE = 4096;

  private final float[] values;

  /**
   * Takes the array over: the caller no longer changes it.
   *
   * @throws IllegalArgumentException for more than {@value #MAX_SIZE} numbers
   */
  public FloatVector(float[] values) {
    if (values.length > MAX_SIZE) {
      throw new IllegalArgumentException("a vector has at most " + MAX_SIZE + " numbers");
    }
    this.values = values;
  }

  public int size() {
    return values.length;
  }

  public float get(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FloatVector[" + values.length + "]";
  }
}
