package io.lynceus.vision.decoding;

import io.lynceus.vision.model.Letterbox;
import java.util.Map;

class NanoDetPlusTest extends DecoderContract {
  @Override
  String conf() {
    return """
    kind = nanodet-plus
    outputs { scores = [c8, c16, c32, c64], sides = [d8, d16, d32, d64] }
    """;
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    int stride = stride(known);
    int cells = cells(letterbox, stride);
    int cell = cell(letterbox, stride, known.x(), known.y());
    outputs.get("c" + stride)[known.label() * cells + cell] = known.score();
    putSides(outputs.get("d" + stride), cell * 32, letterbox, stride, known);
  }

  /** The finest whose 7 strides reach from the nearest corner of a cell to all sides. */
  static int stride(Known known) {
    int stride = 8;
    while (Math.max(known.width(), known.height()) / 2 + stride > 7 * stride) {
      stride *= 2;
    }
    return stride;
  }

  static void putSides(float[] bins, int at, Letterbox letterbox, int stride, Known known) {
    int cell = cell(letterbox, stride, known.x(), known.y());
    float x = cellX(letterbox, stride, cell);
    float y = cellY(letterbox, stride, cell);
    float[] sides = {x - known.x0(), y - known.y0(), known.x1() - x, known.y1() - y};
    for (int side = 0; side < 4; side++) {
      float strides = sides[side] / stride;
      for (int bin = 0; bin < 8; bin++) {
        float share = Math.max(0, 1 - Math.abs(strides - bin));
        bins[at + side * 8 + bin] = share == 0 ? -100 : (float) Math.log(share);
      }
    }
  }
}
