package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class InputTensorTest {
  private static final int PLANE = 32 * 32;

  private final Letterbox letterbox = Letterbox.cornered(new Size(30, 20), 30, 32).centred();

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void redComesFirstAndPaddingIsBlack() throws NetworkException {
    InputTensor inputs = inputs("channels = rgb, mean = 127.5, scale = 127.5, padding.value = 0");

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
  void aBufferThatComesBackIsUsedAgainAndFilledAnew() throws NetworkException {
    InputTensor inputs = inputs("channels = rgb, padding.value = 0");
    ByteBuffer first = inputs.fill(bgr(1, 2, 3), letterbox);
    inputs.back(first);

    ByteBuffer second = inputs.fill(bgr(4, 5, 6), letterbox);

    assertThat(second).isSameAs(first);
    assertThat(second.asFloatBuffer().get(6 * 32 + 1)).isEqualTo(6);
    assertThat(second.asFloatBuffer().get(0)).isZero();
  }

  @Test
  void buffersInUseAreNotShared() throws NetworkException {
    InputTensor inputs = inputs("channels = rgb, padding.value = 0");

    assertThat(inputs.fill(bgr(1, 2, 3), letterbox))
        .isNotSameAs(inputs.fill(bgr(1, 2, 3), letterbox));
  }

  @Test
  void eachChannelHasItsMeanAndScaleAndPaddingIsAddedBefore() throws NetworkException {
    InputTensor inputs =
        inputs("channels = bgr, mean = [1, 2, 3], scale = [2, 4, 8], padding.value = 11");

    FloatBuffer input = inputs.fill(bgr(21, 62, 83), letterbox).asFloatBuffer();

    int inside = 6 * 32 + 1;
    assertThat(values(input, inside, PLANE)).containsExactly(10, 15, 10);
    assertThat(values(input, 0, PLANE)).containsExactly(5, 2.25f, 1);
  }

  @Test
  void theChannelsOfAPixelMayLieSideBySide() throws NetworkException {
    InputTensor inputs =
        inputs("layout = nhwc, channels = rgb, mean = [1, 2, 3], scale = 2, padding.value = 11");

    FloatBuffer input = inputs.fill(bgr(21, 62, 83), letterbox).asFloatBuffer();

    int inside = 6 * 32 + 1;
    assertThat(inputs.shape(letterbox)).containsExactly(1, 32, 32, 3);
    assertThat(input.remaining()).isEqualTo(3 * PLANE);
    assertThat(values(input, 3 * inside, 1)).containsExactly(41, 30, 9);
    assertThat(values(input, 0, 1)).containsExactly(5, 4.5f, 4);
  }

  private static float[] values(FloatBuffer input, int first, int step) {
    return new float[] {input.get(first), input.get(first + step), input.get(first + 2 * step)};
  }

  private static InputTensor inputs(String text) throws NetworkException {
    String all = "kind = yolox, labels = [a], sha256 = " + "0".repeat(64) + "\ninput { %s }";
    return new InputTensor(
        ModelConf.parse(new NetworkId("mine", "1"), all.formatted(text)).input());
  }

  private static Mat bgr(int blue, int green, int red) {
    return new Mat(20, 30, CvType.CV_8UC3, new Scalar(blue, green, red));
  }
}
