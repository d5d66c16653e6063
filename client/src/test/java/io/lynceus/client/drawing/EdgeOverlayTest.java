package io.lynceus.client.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.EncodedPng;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EdgeOverlayTest {
  @Test
  void aThinLineStaysVisibleInASmallPicture() throws IOException {
    BufferedImage map = new BufferedImage(800, 600, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < 600; y++) {
      map.setRGB(402, y, -1);
    }
    BufferedImage overlay = EdgeOverlay.of(new EncodedPng(PictureWriter.png(map)), 100, 75);
    assertThat(overlay.getWidth()).isEqualTo(100);
    assertThat(overlay.getHeight()).isEqualTo(75);
    for (int y = 0; y < 75; y++) {
      assertThat(overlay.getRGB(50, y) >>> 24).isGreaterThan(50);
      assertThat(overlay.getRGB(49, y) >>> 24).isZero();
    }
  }

  @Test
  void theOverlayIsNeverLargerThanTheMap() throws IOException {
    BufferedImage map = new BufferedImage(7, 3, BufferedImage.TYPE_BYTE_BINARY);
    map.setRGB(6, 2, -1);
    BufferedImage overlay = EdgeOverlay.of(new EncodedPng(PictureWriter.png(map)), 70, 30);
    assertThat(overlay.getWidth()).isEqualTo(7);
    assertThat(overlay.getRGB(6, 2) >>> 24).isEqualTo(200);
  }
}
