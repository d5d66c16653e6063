package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Point;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxTest {

  @Test
  void theInputIsPaddedToMultiplesOf32OnBothSides() {
    Letterbox letterbox = Letterbox.cornered(new Size(1000, 501), 500, 32).centred();

    assertThat(letterbox.scaled()).isEqualTo(new Size(500, 251));
    assertThat(letterbox.input()).isEqualTo(new Size(512, 256));
    assertThat(letterbox.left()).isEqualTo(6);
    assertThat(letterbox.top()).isEqualTo(2);
  }

  @Test
  void aCorneredPictureHasItsPaddingAtTheEnd() {
    Letterbox letterbox = Letterbox.cornered(new Size(1000, 501), 500, 32);

    assertThat(letterbox.input()).isEqualTo(new Size(512, 256));
    assertThat(letterbox.left()).isZero();
    assertThat(letterbox.top()).isZero();
  }

  @Test
  void placesComeBackInPixelsOfThePicture() {
    Letterbox letterbox = Letterbox.cornered(new Size(1000, 500), 500, 32).centred();

    assertThat(letterbox.point(6, 3)).isEqualTo(new Point(0, 0));
    assertThat(letterbox.point(506, 253)).isEqualTo(new Point(1000, 500));
    assertThat(letterbox.box(106, 53, 116, 63)).isEqualTo(new Box(200, 100, 20, 20));
  }

  @Test
  void boxesAreClippedToThePictureAndPointsAreNot() {
    Letterbox letterbox = Letterbox.cornered(new Size(100, 100), 100, 32);

    assertThat(letterbox.box(-10, 90, 20, 120)).isEqualTo(new Box(0, 90, 20, 10));
    assertThat(letterbox.box(110, 110, 120, 120)).isEqualTo(new Box(100, 100, 0, 0));
    assertThat(letterbox.point(-5, 120)).isEqualTo(new Point(-5, 120));
  }

  @Test
  void aNarrowPictureKeepsItsScaleAcross() {
    Letterbox letterbox = Letterbox.cornered(new Size(1, 5000), 500, 32);

    assertThat(letterbox.input()).isEqualTo(new Size(32, 512));
    assertThat(letterbox.point(1, 500)).isEqualTo(new Point(1, 5000));
  }

  @ParameterizedTest
  @CsvSource({
    "1920, 1080, 416, 416, 416, 234",
    "1080, 1920, 416, 416, 234, 416",
    "500, 500, 416, 320, 320, 320",
    "333, 217, 320, 240, 320, 209",
    "217, 333, 320, 240, 156, 240",
    "7, 4000, 64, 32, 1, 32",
    "1, 1, 64, 32, 32, 32"
  })
  void aPictureFitsIntoAFixedInput(
      int width, int height, int inputWidth, int inputHeight, int scaledWidth, int scaledHeight)
      throws NetworkException {
    Size picture = new Size(width, height);
    Letterbox letterbox = Letterbox.of(picture, fixed(inputWidth, inputHeight), 999);

    assertThat(letterbox.input()).isEqualTo(new Size(inputWidth, inputHeight));
    assertThat(letterbox.scaled()).isEqualTo(new Size(scaledWidth, scaledHeight));
    assertThat(letterbox.scaled())
        .as("what Picture.colour makes of the long side")
        .isEqualTo(picture.withLongSide(letterbox.scaled().longSide()));
    assertThat(letterbox.point(scaledWidth, scaledHeight)).isEqualTo(new Point(width, height));
  }

  @Test
  void theDescriptionSaysWhereThePaddingGoes() throws NetworkException {
    NetworkInput input = input("input { multiple = 64, padding.place = centre }");

    assertThat(Letterbox.of(new Size(200, 100), input, 100))
        .isEqualTo(new Letterbox(new Size(200, 100), new Size(100, 50), new Size(128, 64), 14, 7));
  }

  private static NetworkInput fixed(int width, int height) throws NetworkException {
    return input("input.size = [%d, %d]".formatted(width, height));
  }

  private static NetworkInput input(String text) throws NetworkException {
    String all = "kind = yolox, labels = [a], sha256 = " + "0".repeat(64) + "\n" + text;
    return ModelConf.parse(new NetworkId("mine", "1"), all).input();
  }
}
