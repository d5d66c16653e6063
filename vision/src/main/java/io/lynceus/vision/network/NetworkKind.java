package io.lynceus.vision.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the outputs of a network are read. The file {@code kinds.conf} beside this class has the
 * defaults of each kind.
 */
public enum NetworkKind {
  CENTERNET("centernet", Use.OBJECTS),
  BLAZEFACE("blazeface", Use.FACES),
  YOLOX("yolox", Use.OBJECTS),
  NANODET_PLUS("nanodet-plus", Use.OBJECTS),
  YUNET("yunet", Use.FACES),
  ATSS("atss", Use.OBJECTS),
  SSD("ssd", Use.OBJECTS),
  YOLOV8_LIKE("yolov8-like", Use.OBJECTS),
  DETR("detr", Use.OBJECTS),
  EMBEDDING("embedding", Use.EMBEDDING),
  CLASSIFIER("classifier", Use.CLASSES);

  /** What networks of a kind are for. */
  public enum Use {
    /** Boxes with labels, for the analysis {@code objects}. */
    OBJECTS,
    /** Boxes with key points, for the analysis {@code faces}. */
    FACES,
    /** A vector of what fills the picture. */
    EMBEDDING,
    /** A label of what fills the picture. */
    CLASSES;

    /** Whether networks for this use look for boxes, and have thresholds and an overlap. */
    public boolean findsBoxes() {
      return this == OBJECTS || this == FACES;
    }

    /** Whether networks for this use have labels. */
    public boolean hasLabels() {
      return this == OBJECTS || this == CLASSES;
    }
  }

  private final String key;
  private final Use use;

  NetworkKind(String key, Use use) {
    this.key = key;
    this.use = use;
  }

  /** The word for it in {@code model.conf}. */
  public String key() {
    return key;
  }

  public Use use() {
    return use;
  }

  /** The kind of that word. */
  public static Optional<NetworkKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }

  /** The words of all kinds. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(NetworkKind::key).collect(Collectors.toList());
  }

  @Override
  public String toString() {
    return key;
  }
}
