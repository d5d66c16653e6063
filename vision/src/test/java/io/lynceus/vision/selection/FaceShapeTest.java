package io.lynceus.vision.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceShapeTest {
  private static final Point LEFT_EYE = new Point(30, 40);
  private static final Point RIGHT_EYE = new Point(70, 40);
  private static final Point NOSE = new Point(50, 62);
  private static final Point MOUTH = new Point(50, 80);

  @Test
  void aFaceThatLooksAtTheCameraIsPossible() {
    assertThat(possible(LEFT_EYE, RIGHT_EYE, NOSE, MOUTH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-65, -30, 30, 65})
  void aTiltedHeadIsPossible(double degrees) {
    assertThat(FaceShape.isPossible(turned(degrees))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-75, 75, 90, 180})
  void aFaceThatLiesOrStandsOnItsHeadIsNot(double degrees) {
    assertThat(FaceShape.isPossible(turned(degrees))).isFalse();
  }

  @Test
  void aProfileWithBothEyesAtOnePlaceIsPossible() {
    assertThat(possible(new Point(32, 41), new Point(31, 40), new Point(20, 62), new Point(28, 80)))
        .isTrue();
  }

  @Test
  void aFaceSeenFromAboveOrBelowIsPossible() {
    assertThat(possible(LEFT_EYE, RIGHT_EYE, new Point(50, 78), MOUTH)).isTrue();
    assertThat(possible(LEFT_EYE, RIGHT_EYE, new Point(50, 41), MOUTH)).isTrue();
  }

  @Test
  void eyesAboveOneAnotherAreNot() {
    assertThat(possible(new Point(50, 20), new Point(50, 60), NOSE, MOUTH)).isFalse();
  }

  @Test
  void crossedEyesAreNot() {
    assertThat(possible(RIGHT_EYE, LEFT_EYE, NOSE, MOUTH)).isFalse();
  }

  @Test
  void aNoseAboveTheEyesOrBelowTheMouthIsNot() {
    assertThat(possible(LEFT_EYE, RIGHT_EYE, new Point(50, 30), MOUTH)).isFalse();
    assertThat(possible(LEFT_EYE, RIGHT_EYE, new Point(50, 85), MOUTH)).isFalse();
  }

  @Test
  void aMouthBetweenTheEyesIsNot() {
    assertThat(possible(LEFT_EYE, RIGHT_EYE, NOSE, new Point(50, 40))).isFalse();
  }

  @Test
  void theCornersOfAMouthAreAsGoodAsItsMiddle() {
    Point left = new Point(38, 80);
    Point right = new Point(62, 80);

    assertThat(possible(LEFT_EYE, RIGHT_EYE, NOSE, left, right)).isTrue();
    assertThat(possible(LEFT_EYE, RIGHT_EYE, NOSE, new Point(38, 0), new Point(62, 0))).isFalse();
  }

  @Test
  void furtherPointsDoNotCountAndFewerSayNothing() {
    Point ear = new Point(500, 500);

    assertThat(possible(LEFT_EYE, RIGHT_EYE, NOSE, MOUTH, ear, ear)).isTrue();
    assertThat(possible(NOSE, MOUTH, LEFT_EYE)).isTrue();
    assertThat(possible()).isTrue();
  }

  private static boolean possible(Point... points) {
    return FaceShape.isPossible(List.of(points));
  }

  /** The face that looks at the camera, turned about its nose. */
  private static List<Point> turned(double degrees) {
    double sine = Math.sin(Math.toRadians(degrees));
    double cosine = Math.cos(Math.toRadians(degrees));
    List<Point> turned = new ArrayList<>();
    for (Point point : List.of(LEFT_EYE, RIGHT_EYE, NOSE, MOUTH)) {
      double x = point.x() - NOSE.x();
      double y = point.y() - NOSE.y();
      turned.add(
          new Point(
              (float) (NOSE.x() + x * cosine - y * sine),
              (float) (NOSE.y() + x * sine + y * cosine)));
    }
    return turned;
  }
}
