package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import java.util.Map;

class AtssTest extends DecoderContract {
  private static final float[] WIDER = {1.4142135f, 1, 0.70710677f};

  @Override
  String conf() {
    return """
    kind = atss
    outputs {
      scores = [s8, s16, s32, s64, s128], centredness = [n8, n16, n32, n64, n128]
      boxes = [b8, b16, b32, b64, b128]
    }
    """;
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    int stride = known.width() < 48 ? 8 : 64;
    int anchor = number % 3;
    int cells = cells(letterbox, stride);
    int cell = cell(letterbox, stride, known.x(), known.y());
    float width = 8 * stride * WIDER[anchor];
    float height = 8 * stride / WIDER[anchor];
    outputs.get("s" + stride)[(anchor * 2 + known.label()) * cells + cell] = known.score() / 0.96f;
    outputs.get("n" + stride)[anchor * cells + cell] = 0.96f;
    float[] box = outputs.get("b" + stride);
    int at = anchor * 4 * cells + cell;
    box[at] = (known.x() - cellX(letterbox, stride, cell)) / width / 0.1f;
    box[at + cells] = (known.y() - cellY(letterbox, stride, cell)) / height / 0.1f;
    box[at + 2 * cells] = (float) Math.log(known.width() / width) / 0.2f;
    box[at + 3 * cells] = (float) Math.log(known.height() / height) / 0.2f;
  }
}
