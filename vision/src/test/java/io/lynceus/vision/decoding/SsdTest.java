package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import java.util.Map;

class SsdTest extends DecoderContract {
  private static final float[] SIZES = {16, 32};

  @Override
  String conf() {
    return """
    kind = ssd
    input.size = [WIDTH, HEIGHT]
    priors = [{ stride = 16, sizes = [[16, 20], [32, 40]] }, { stride = 32, sizes = [[64, 80]] }]
    outputs { scores = s, boxes = b }
    """;
  }

  @Override
  void clear(Map<String, float[]> outputs) {
    float[] scores = outputs.get("s");
    for (int row = 0; row < scores.length; row += 3) {
      scores[row] = 20; // the background comes first
    }
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    boolean large = known.width() >= 60;
    int stride = large ? 32 : 16;
    int size = large ? 0 : number % 2;
    int cell = cell(letterbox, stride, known.x() - stride / 2f, known.y() - stride / 2f);
    int row = large ? 2 * cells(letterbox, 16) + cell : 2 * cell + size;
    float width = large ? 64 : SIZES[size];
    float height = width * 1.25f;
    float[] scores = outputs.get("s");
    scores[row * 3] = (float) Math.log(1 - known.score());
    scores[row * 3 + 1 + known.label()] = (float) Math.log(known.score());
    scores[row * 3 + 2 - known.label()] = -50;
    float[] box = outputs.get("b");
    float x = cellX(letterbox, stride, cell) + stride / 2f;
    float y = cellY(letterbox, stride, cell) + stride / 2f;
    box[row * 4] = (known.x() - x) / width / 0.1f;
    box[row * 4 + 1] = (known.y() - y) / height / 0.1f;
    box[row * 4 + 2] = (float) Math.log(known.width() / width) / 0.2f;
    box[row * 4 + 3] = (float) Math.log(known.height() / height) / 0.2f;
  }
}
