package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkDescription;
import java.util.List;

/**
 * Reads the outputs of networks of one kind that look for boxes. Immutable, used by several
 * threads.
 */
public interface Decoder extends OutputShapes {

  /** More boxes than this are never reported for one picture. */
  int MOST_BOXES = BestScores.MAX;

  /**
   * The boxes in the outputs, best first, at most {@link #MOST_BOXES}; in pixels of the picture,
   * clipped to it.
   *
   * @param outputs those of {@link #of}, for the same letterbox
   */
  List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits);

  /**
   * The decoder of a network.
   *
   * @throws IllegalArgumentException when networks of its kind look for no boxes
   */
  static Decoder of(NetworkDescription network) {
    Decoder decoder = ofKind(network);
    return network
        .rules()
        .bySize()
        .<Decoder>map(bySize -> new SizedScores(decoder, bySize, network.outputs().labels()))
        .orElse(decoder);
  }

  private static Decoder ofKind(NetworkDescription network) {
    return switch (network.kind()) {
      case CENTERNET -> new CenterNet(network.outputs());
      case BLAZEFACE -> new BlazeFace(network.outputs());
      case YOLOX -> new YoloX(network.outputs());
      case NANODET_PLUS -> new NanoDetPlus(network.outputs());
      case YUNET -> new YuNet(network.outputs());
      case ATSS -> new Atss(network.outputs());
      case SSD -> new Ssd(network.outputs());
      case YOLOV8_LIKE -> new YoloV8Like(network.outputs());
      case DETR -> new Detr(network.outputs());
      case EMBEDDING, CLASSIFIER ->
          throw new IllegalArgumentException(
              "networks of the kind " + network.kind() + " look for no boxes");
    };
  }
}
