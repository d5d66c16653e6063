package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Point;
import io.lynceus.vision.image.Size;
import org.junit.jupiter.api.Test;

class PlacementTest {

  @Test
  void theInputIsPaddedToMultiplesOf32OnBothSides() {
    Placement placement = Placement.centred(new Size(1000, 501), 500);

    assertThat(placement.scaled()).isEqualTo(new Size(500, 251));
    assertThat(placement.input()).isEqualTo(new Size(512, 256));
    assertThat(placement.left()).isEqualTo(6);
    assertThat(placement.top()).isEqualTo(2);
  }

  @Test
  void aCorneredPictureHasItsPaddingAtTheEnd() {
    Placement placement = Placement.cornered(new Size(1000, 501), 500);

    assertThat(placement.input()).isEqualTo(new Size(512, 256));
    assertThat(placement.left()).isZero();
    assertThat(placement.top()).isZero();
  }

  @Test
  void placesComeBackInPixelsOfThePicture() {
    Placement placement = Placement.centred(new Size(1000, 500), 500);

    assertThat(placement.point(6, 3)).isEqualTo(new Point(0, 0));
    assertThat(placement.point(506, 253)).isEqualTo(new Point(1000, 500));
    assertThat(placement.box(106, 53, 116, 63)).isEqualTo(new Box(200, 100, 20, 20));
  }

  @Test
  void boxesAreClippedToThePictureAndPointsAreNot() {
    Placement placement = Placement.cornered(new Size(100, 100), 100);

    assertThat(placement.box(-10, 90, 20, 120)).isEqualTo(new Box(0, 90, 20, 10));
    assertThat(placement.box(110, 110, 120, 120)).isEqualTo(new Box(100, 100, 0, 0));
    assertThat(placement.point(-5, 120)).isEqualTo(new Point(-5, 120));
  }

  @Test
  void aNarrowPictureKeepsItsScaleAcross() {
    Placement placement = Placement.cornered(new Size(1, 5000), 500);

    assertThat(placement.input()).isEqualTo(new Size(32, 512));
    assertThat(placement.point(1, 500)).isEqualTo(new Point(1, 5000));
  }
}
