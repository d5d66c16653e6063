package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Point;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YuNetTest extends DecoderContract {
  @Override
  String conf() {
    return """
    kind = yunet
    outputs {
      classes = [c8, c16, c32], objects = [o8, o16, o32]
      boxes = [b8, b16, b32], points = [p8, p16, p32]
    }
    """;
  }

  @Override
  boolean hasLabels() {
    return false;
  }

  @Override
  void put(Map<String, float[]> outputs, Letterbox letterbox, int number, Known known) {
    int stride = known.width() < 24 ? 8 : known.width() < 48 ? 16 : 32;
    int cell = cell(letterbox, stride, known.x(), known.y());
    float x = cellX(letterbox, stride, cell);
    float y = cellY(letterbox, stride, cell);
    outputs.get("c" + stride)[cell] = known.score() * known.score() / 0.9f;
    outputs.get("o" + stride)[cell] = 0.9f;
    float[] box = outputs.get("b" + stride);
    box[cell * 4] = (known.x() - x) / stride;
    box[cell * 4 + 1] = (known.y() - y) / stride;
    box[cell * 4 + 2] = (float) Math.log(known.width() / stride);
    box[cell * 4 + 3] = (float) Math.log(known.height() / stride);
    float[] points = outputs.get("p" + stride);
    for (int k = 0; k < 5; k++) {
      points[cell * 10 + 2 * k] = (known.x() + k - x) / stride;
      points[cell * 10 + 2 * k + 1] = (known.y() - k - y) / stride;
    }
  }

  @Test
  void theFivePointsComeInTheirOrder() throws Exception {
    Known known = new Known(0, 0.9f, 40, 40, 80, 90);

    List<Point> points = found(new Size(448, 320), 224, 0.3, known).get(0).points();

    assertThat(points).hasSize(5);
    for (int k = 0; k < 5; k++) {
      assertThat(points.get(k).x()).isCloseTo(2 * (60 + k), within(0.01f));
      assertThat(points.get(k).y()).isCloseTo(2 * (65 - k), within(0.01f));
    }
  }
}
