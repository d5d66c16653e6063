package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SizeTest {

  @Test
  void bothSidesAreScaledAlike() {
    assertThat(new Size(1920, 1080).withLongSide(512)).isEqualTo(new Size(512, 288));
    assertThat(new Size(3, 4).withLongSide(8)).isEqualTo(new Size(6, 8));
  }

  @Test
  void aNarrowPictureKeepsOnePixel() {
    assertThat(new Size(1, 5000).withLongSide(512)).isEqualTo(new Size(1, 512));
  }

  @Test
  void aPictureWithoutPixelsIsRefused() {
    assertThatThrownBy(() -> new Size(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
