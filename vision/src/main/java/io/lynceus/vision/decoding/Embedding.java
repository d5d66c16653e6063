package io.lynceus.vision.decoding;

import io.lynceus.model.FloatVector;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkDescription;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Reads the output of networks that make a vector of what fills the picture:
 *
 * <pre>
 * vector  [1,d]  the network decides d
 * </pre>
 *
 * <p>The vector is brought to length 1, so that the product of two is the cosine of the angle
 * between them.
 *
 * <p>Source: Deng et al., "ArcFace", 2018 (arXiv 1801.07698).
 */
public final class Embedding implements OutputShapes {
  private final String vector;

  /**
   * @param network of the kind {@code embedding}
   */
  public Embedding(NetworkDescription network) {
    this.vector = network.outputs().name("vector");
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    return Map.of(vector, new long[] {1, ANY});
  }

  /** The vector, of length 1; all zeros when the network puts out nothing else. */
  public FloatVector decode(Outputs outputs) {
    FloatBuffer values = outputs.values(vector);
    float[] all = new float[values.capacity()];
    values.get(0, all);
    double squares = 0;
    for (float value : all) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; length > 0 && i < all.length; i++) {
      all[i] = (float) (all[i] / length);
    }
    return new FloatVector(all);
  }
}
