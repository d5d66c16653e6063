package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Point;
import io.lynceus.vision.image.Size;
import org.junit.jupiter.api.Test;

class LetterboxTest {

  @Test
  void theInputIsPaddedToMultiplesOf32OnBothSides() {
    Letterbox letterbox = Letterbox.centred(new Size(1000, 501), 500);

    assertThat(letterbox.scaled()).isEqualTo(new Size(500, 251));
    assertThat(letterbox.input()).isEqualTo(new Size(512, 256));
    assertThat(letterbox.left()).isEqualTo(6);
    assertThat(letterbox.top()).isEqualTo(2);
  }

  @Test
  void aCorneredPictureHasItsPaddingAtTheEnd() {
    Letterbox letterbox = Letterbox.cornered(new Size(1000, 501), 500);

    assertThat(letterbox.input()).isEqualTo(new Size(512, 256));
    assertThat(letterbox.left()).isZero();
    assertThat(letterbox.top()).isZero();
  }

  @Test
  void placesComeBackInPixelsOfThePicture() {
    Letterbox letterbox = Letterbox.centred(new Size(1000, 500), 500);

    assertThat(letterbox.point(6, 3)).isEqualTo(new Point(0, 0));
    assertThat(letterbox.point(506, 253)).isEqualTo(new Point(1000, 500));
    assertThat(letterbox.box(106, 53, 116, 63)).isEqualTo(new Box(200, 100, 20, 20));
  }

  @Test
  void boxesAreClippedToThePictureAndPointsAreNot() {
    Letterbox letterbox = Letterbox.cornered(new Size(100, 100), 100);

    assertThat(letterbox.box(-10, 90, 20, 120)).isEqualTo(new Box(0, 90, 20, 10));
    assertThat(letterbox.box(110, 110, 120, 120)).isEqualTo(new Box(100, 100, 0, 0));
    assertThat(letterbox.point(-5, 120)).isEqualTo(new Point(-5, 120));
  }

  @Test
  void aNarrowPictureKeepsItsScaleAcross() {
    Letterbox letterbox = Letterbox.cornered(new Size(1, 5000), 500);

    assertThat(letterbox.input()).isEqualTo(new Size(32, 512));
    assertThat(letterbox.point(1, 500)).isEqualTo(new Point(1, 5000));
  }
}
