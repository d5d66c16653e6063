package io.lynceus.scene.rules;

import io.lynceus.model.Box;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.camera.ZoneConfig;
import java.util.Set;

/** A zone of one camera. Immutable. */
public final class Zone {
  /** What a box of the analysis {@code faces} is called. */
  private static final String FACE = "face";

  private final ZoneConfig config;
  private final Shape shape;
  private final Labels labels;

  Zone(ZoneConfig config) {
    this.config = config;
    shape = new Shape(config.polygon());
    labels = new Labels(config.labels());
  }

  public String name() {
    return config.name();
  }

  /** The labels that it names, as the settings have them; empty when it names none. */
  public Set<String> labels() {
    return config.labels();
  }

  /**
   * Whether it counts detections of that label. A face counts only where a zone names it: its lower
   * side is not where its person stands.
   *
   * @param label as a network or a client spells it
   */
  public boolean counts(String label) {
    return countsFolded(FoldedText.of(label));
  }

  boolean countsFolded(String label) {
    return labels.isEmpty() ? !label.equals(FACE) : labels.contains(label);
  }

  boolean contains(Box box, Frame frame) {
    return switch (config.anchor()) {
      case FOOT -> shape.contains(frame.centreX(box), frame.bottom(box));
      case CENTRE -> shape.contains(frame.centreX(box), frame.centreY(box));
      case OVERLAP -> overlaps(box, frame);
    };
  }

  private boolean overlaps(Box box, Frame frame) {
    double left = frame.across(box.x());
    double right = frame.across((double) box.x() + box.width());
    double top = frame.down(box.y());
    double bottom = frame.bottom(box);
    return (right > left && bottom > top)
        ? shape.partOf(left, top, right, bottom) >= config.overlap()
        : shape.contains(frame.centreX(box), frame.centreY(box));
  }
}
