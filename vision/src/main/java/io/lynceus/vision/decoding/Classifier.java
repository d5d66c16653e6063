package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.OutputForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads the output of networks that say what fills the picture, for C classes:
 *
 * <pre>
 * scores  [1,C]
 * </pre>
 *
 * <p>Source: Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks",
 * 2012, for the softmax over the classes.
 */
public final class Classifier implements OutputShapes {
  private final OutputForm form;

  /**
   * @param network of the kind {@code classifier}
   */
  public Classifier(NetworkDescription network) {
    this.form = network.outputs();
  }

  /**
   * A class of the picture.
   *
   * @param score 0 to 1
   */
  public record Scored(String label, float score) {}

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    return Map.of(form.name("scores"), new long[] {1, form.labels().size()});
  }

  /** All classes, best first; of equal ones in the network's order. */
  public List<Scored> decode(Outputs outputs) {
    int count = form.labels().size();
    float[] values = new float[count];
    outputs.values(form.name("scores")).get(0, values);
    float[] scores = Scores.of(form.activation(), values, 0, count);
    List<Scored> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      classes.add(new Scored(form.labels().get(i), scores[i]));
    }
    classes.sort(Comparator.comparingDouble((Scored scored) -> -scored.score()));
    return classes;
  }
}
