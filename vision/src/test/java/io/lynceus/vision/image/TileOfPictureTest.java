package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.tiles.Tile;
import io.lynceus.model.tiles.TileGrid;
import io.lynceus.vision.TestImage;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.imgproc.Imgproc;

class TileOfPictureTest {
  private static final Tile TILE = new Tile(104, 56, 200, 120);

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void aTileShowsItsPartOfThePictureAndNoMore() throws Exception {
    TestImage image = TestImage.sample("astronaut.png");
    for (TestImage each : List.of(image, image.lying())) {
      try (SharedPicture picture = each.open();
          Picture tile = picture.forUnit(TILE)) {
        assertThat(tile.size()).isEqualTo(new Size(200, 120));
        assertSame(tile.colour(), part(image.pixels()));
        assertSame(tile.grey(), part(picture.forUnit().grey()));
      }
    }
  }

  @Test
  void aScaledTileIsWhatAPictureOfThatPartWouldBe() throws Exception {
    TestImage image = TestImage.sample("astronaut.png");
    TestImage cut = TestImage.of(part(image.pixels()), ImageFormat.PNG);
    try (SharedPicture picture = image.open();
        Picture tile = picture.forUnit(TILE);
        SharedPicture alone = cut.open()) {
      for (int side : new int[] {64, 200, 512}) {
        assertSame(tile.colour(side), alone.forUnit().colour(side));
        assertThat(tile.colour(side)).as("made once").isSameAs(tile.colour(side));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 8})
  void aTileOfALargeJpegLiesWhereItShouldAtWhateverSizeTheFileIsDecoded(int orientation)
      throws Exception {
    Mat large = new Mat();
    Imgproc.resize(
        TestImage.sample("astronaut.png").pixels(), large, new org.opencv.core.Size(4101, 2307));
    TestImage image = TestImage.of(large, ImageFormat.JPEG).withOrientation(orientation);
    try (SharedPicture picture = image.open();
        SharedPicture fine = picture.forTiles()) {
      assertThat(fine).isNotSameAs(picture);
      Size size = picture.size();
      Mat whole = fine.forUnit().colour();
      for (Tile tile : TileGrid.of(size.width(), size.height(), 3)) {
        try (Picture seen = fine.forUnit(tile)) {
          Mat scaled = seen.colour(320);
          double here = distance(scaled, whole, tile.x(), tile.y(), tile);
          int beside = tile.x() == 0 ? 16 : tile.x() - 16;
          assertThat(here)
              .as("%s", tile)
              .isLessThan(distance(scaled, whole, beside, tile.y(), tile) / 2);
        }
      }
    }
  }

  /** How far a scaled tile is from that of the same size at another place, in levels. */
  private static double distance(Mat scaled, Mat whole, int x, int y, Tile tile) {
    Mat other = new Mat();
    Imgproc.resize(
        whole.submat(new Rect(x, y, tile.width(), tile.height())),
        other,
        scaled.size(),
        0,
        0,
        Imgproc.INTER_AREA);
    return Core.norm(scaled, other, Core.NORM_L1) / (scaled.total() * 3);
  }

  @Test
  void onlyAPictureThatTilesNeedLargerIsDecodedAgainForThem() {
    assertThat(reserved(ImageFormat.JPEG, 4095)).as("decoded whole anyway").isZero();
    assertThat(reserved(ImageFormat.PNG, 8000)).as("never reduced").isZero();
    long pixels = 8000L * 6000;
    assertThat(reserved(ImageFormat.JPEG, 8000)).isEqualTo(3 * pixels);
  }

  /** Memory that a picture takes more when tiles of it are looked at. */
  private static long reserved(ImageFormat format, int width) {
    ImageHeader header = new ImageHeader(format, width, 6000 * width / 8000, 1);
    try (SharedPicture picture = SharedPicture.of(ByteBuffer.allocate(0), header);
        SharedPicture fine = picture.forTiles()) {
      return fine.bytes() - picture.bytes();
    }
  }

  @Test
  void closingATileFreesWhatWasMadeForItAndNotThePicture() throws Exception {
    try (SharedPicture picture = TestImage.sample("astronaut.png").open()) {
      Picture tile = picture.forUnit(TILE);
      Mat scaled = tile.colour(64);
      Mat part = tile.colour();
      tile.close();
      assertThat(List.of(scaled, part)).allMatch(Mat::empty);
      assertThat(picture.forUnit().colour().empty()).isFalse();
    }
  }

  @Test
  void aTileOutsideThePictureIsRefused() {
    try (SharedPicture picture = TestImage.flat(100, 50, 0).open()) {
      assertThatThrownBy(() -> picture.forUnit(new Tile(0, 0, 101, 50)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> picture.forUnit(new Tile(0, 1, 100, 50)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Mat part(Mat whole) {
    return whole.submat(new Rect(TILE.x(), TILE.y(), TILE.width(), TILE.height()));
  }

  private static void assertSame(Mat actual, Mat expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(Core.norm(actual, expected, Core.NORM_INF)).isZero();
  }
}
