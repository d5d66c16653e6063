package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import java.util.Map;

class YoloXTest extends DecoderContract {
  @Override
  String conf() {
    return "kind = yolox, outputs.all = out";
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    int stride = known.width() < 24 ? 8 : known.width() < 48 ? 16 : 32;
    int before = 0;
    for (int finer = 8; finer < stride; finer *= 2) {
      before += cells(letterbox, finer);
    }
    int cell = cell(letterbox, stride, known.x(), known.y());
    float[] all = outputs.get("out");
    int at = (before + cell) * 7;
    all[at] = (known.x() - cellX(letterbox, stride, cell)) / stride;
    all[at + 1] = (known.y() - cellY(letterbox, stride, cell)) / stride;
    all[at + 2] = (float) Math.log(known.width() / stride);
    all[at + 3] = (float) Math.log(known.height() / stride);
    all[at + 4] = 0.95f;
    all[at + 5 + known.label()] = known.score() / 0.95f;
  }
}
