package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import java.util.Map;

class YoloV8LikeTest extends DecoderContract {
  @Override
  String conf() {
    return "kind = yolov8-like, outputs.all = out";
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    float[] all = outputs.get("out");
    all[number] = known.x();
    all[PLACES + number] = known.y();
    all[2 * PLACES + number] = known.width();
    all[3 * PLACES + number] = known.height();
    all[(4 + known.label()) * PLACES + number] = known.score();
  }
}
