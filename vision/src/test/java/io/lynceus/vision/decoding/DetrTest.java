package io.lynceus.vision.decoding;

import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import java.util.Map;

class DetrTest extends DecoderContract {
  @Override
  String conf() {
    return "kind = detr, outputs { scores = s, boxes = b }";
  }

  @Override
  void clear(Map<String, float[]> outputs) {
    float[] scores = outputs.get("s");
    for (int row = 0; row < PLACES; row++) {
      scores[row * 3 + 2] = 20; // "no object" comes last
    }
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    float[] scores = outputs.get("s");
    scores[number * 3 + known.label()] = (float) Math.log(known.score());
    scores[number * 3 + 1 - known.label()] = -50;
    scores[number * 3 + 2] = (float) Math.log(1 - known.score());
    float[] box = outputs.get("b");
    Size input = letterbox.input();
    box[number * 4] = known.x() / input.width();
    box[number * 4 + 1] = known.y() / input.height();
    box[number * 4 + 2] = known.width() / input.width();
    box[number * 4 + 3] = known.height() / input.height();
  }
}
