package io.lynceus.vision.decoding;

import io.lynceus.vision.network.OutputForm.Activation;

/** Makes scores of 0 to 1 of a network's values. */
final class Scores {
  private Scores() {}

  static float sigmoid(float value) {
    return (float) (1 / (1 + Math.exp(-value)));
  }

  /** The probabilities of some neighbouring values; they add up to 1. */
  static float[] softmax(float[] values, int from, int count) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      greatest = Math.max(greatest, values[i]);
    }
    float[] probabilities = new float[count];
    float sum = 0;
    for (int i = 0; i < count; i++) {
      probabilities[i] = (float) Math.exp(values[from + i] - greatest);
      sum += probabilities[i];
    }
    for (int i = 0; i < count; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** The scores of some neighbouring values, one for each class. */
  static float[] of(Activation activation, float[] values, int from, int count) {
    if (activation == Activation.SOFTMAX) {
      return softmax(values, from, count);
    }
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      float value = values[from + i];
      scores[i] = activation == Activation.SIGMOID ? sigmoid(value) : value;
    }
    return scores;
  }
}
