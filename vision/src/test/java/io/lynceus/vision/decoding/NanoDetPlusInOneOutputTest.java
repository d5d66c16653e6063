package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import java.util.Map;

/** The form of the project's releases. */
class NanoDetPlusInOneOutputTest extends DecoderContract {
  @Override
  String conf() {
    return "kind = nanodet-plus, outputs.all = out, input.size = [WIDTH, HEIGHT]";
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    int stride = NanoDetPlusTest.stride(known);
    int row = cell(letterbox, stride, known.x(), known.y());
    for (int finer = 8; finer < stride; finer *= 2) {
      row += cells(letterbox, finer);
    }
    float[] all = outputs.get("out");
    all[row * 34 + known.label()] = known.score();
    NanoDetPlusTest.putSides(all, row * 34 + 2, letterbox, stride, known);
  }
}
