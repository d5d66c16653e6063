package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.vision.TestImage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

class OrientationTest {

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  // Stored:  1 2 3
  //          4 5 6
  @ParameterizedTest
  @CsvSource({
    "1, 123/456",
    "2, 321/654",
    "3, 654/321",
    "4, 456/123",
    "5, 14/25/36",
    "6, 41/52/63",
    "7, 63/52/41",
    "8, 36/25/14"
  })
  void everyOrientationIsTurnedUpright(int orientation, String upright) {
    assertThat(text(Orientation.upright(stored(), orientation))).isEqualTo(upright);
  }

  @Test
  void aTurnedPictureFreesTheStoredOne() {
    Mat stored = stored();

    Orientation.upright(stored, 6);

    assertThat(stored.empty()).isTrue();
  }

  @Test
  void orientationNineIsRefused() {
    assertThatThrownBy(() -> Orientation.upright(stored(), 9))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Mat stored() {
    Mat stored = new Mat(2, 3, CvType.CV_8UC1);
    stored.put(0, 0, new byte[] {1, 2, 3, 4, 5, 6});
    return stored;
  }

  private static String text(Mat picture) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < picture.rows(); y++) {
      text.append(y == 0 ? "" : "/");
      for (int x = 0; x < picture.cols(); x++) {
        text.append((int) picture.get(y, x)[0]);
      }
    }
    return text.toString();
  }
}
