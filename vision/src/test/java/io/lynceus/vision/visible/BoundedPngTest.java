package io.lynceus.vision.visible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.EncodedPng;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Scratch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

class BoundedPngTest {
  @BeforeAll
  static void load() {
    TestImage.loadLibraries();
  }

  /** Nothing is harder to write small. */
  private static Mat noise() {
    Mat noise = new Mat(300, 400, CvType.CV_8UC3);
    Core.setRNGSeed(5);
    Core.randu(noise, 0, 256);
    return noise;
  }

  private static Mat read(EncodedPng file) {
    return Imgcodecs.imdecode(new MatOfByte(file.toByteArray()), Imgcodecs.IMREAD_UNCHANGED);
  }

  @Test
  void whatFitsIsExact() {
    try (Scratch scratch = new Scratch()) {
      EncodedPng file = BoundedPng.of(noise(), scratch);

      assertThat(Core.norm(read(file), noise(), Core.NORM_INF)).isZero();
      assertThat(file.isPicture()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {250_000, 150_000, 100_000, 20_000, 6_000})
  void whatDoesNotFitHasFewerLevelsAndItsSize(int most) {
    try (Scratch scratch = new Scratch()) {
      EncodedPng file = BoundedPng.of(noise(), most, scratch);

      assertThat(file.size()).isLessThanOrEqualTo(most);
      assertThat(read(file).size()).isEqualTo(noise().size());
      assertThat(Math.abs(Core.mean(read(file)).val[0] - 127)).isLessThan(30);
    }
  }

  @Test
  void whatCannotFitIsRefused() {
    try (Scratch scratch = new Scratch()) {
      assertThatThrownBy(() -> BoundedPng.of(noise(), 50, scratch))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
