package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Size;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class InputTensorTest {
  private static final int PLANE = 32 * 32;

  private final Letterbox letterbox = Letterbox.centred(new Size(30, 20), 30);

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void redComesFirstAndPaddingIsBlack() {
    InputTensor inputs = new InputTensor(new PixelRange(127.5f, 127.5f));

    FloatBuffer input = inputs.fill(bgr(0, 255, 51), letterbox).asFloatBuffer();

    int inside = 6 * 32 + 1;
    assertThat(input.remaining()).isEqualTo(3 * PLANE);
    assertThat(input.get(inside)).isCloseTo(-0.6f, within(1e-6f));
    assertThat(input.get(PLANE + inside)).isCloseTo(1, within(1e-6f));
    assertThat(input.get(2 * PLANE + inside)).isEqualTo(-1);
    assertThat(input.get(inside - 1)).isEqualTo(-1);
    assertThat(input.get(PLANE + inside - 32)).isEqualTo(-1);
    assertThat(input.get(PLANE + 31 * 32)).isEqualTo(-1);
  }

  @Test
  void aBufferThatComesBackIsUsedAgainAndFilledAnew() {
    InputTensor inputs = new InputTensor(new PixelRange(0, 1));
    ByteBuffer first = inputs.fill(bgr(1, 2, 3), letterbox);
    inputs.back(first);

    ByteBuffer second = inputs.fill(bgr(4, 5, 6), letterbox);

    assertThat(second).isSameAs(first);
    assertThat(second.asFloatBuffer().get(6 * 32 + 1)).isEqualTo(6);
    assertThat(second.asFloatBuffer().get(0)).isZero();
  }

  @Test
  void buffersInUseAreNotShared() {
    InputTensor inputs = new InputTensor(new PixelRange(0, 1));

    assertThat(inputs.fill(bgr(1, 2, 3), letterbox))
        .isNotSameAs(inputs.fill(bgr(1, 2, 3), letterbox));
  }

  private static Mat bgr(int blue, int green, int red) {
    return new Mat(20, 30, CvType.CV_8UC3, new Scalar(blue, green, red));
  }
}
