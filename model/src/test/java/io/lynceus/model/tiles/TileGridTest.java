package io.lynceus.model.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileGridTest {

  @ParameterizedTest
  @CsvSource({
    "640, 480, 2", "1920, 1080, 2", "1920, 1080, 3", "1080, 1920, 4", "4001, 2999, 6",
    "997, 31, 5", "333, 333, 3", "100, 100, 6", "48, 40, 2", "7680, 4320, 6"
  })
  void tilesCoverThePictureAndBeginWhereDecodersCanReduce(int width, int height, int along) {
    List<Tile> tiles = TileGrid.of(width, height, along);
    BitSet columns = new BitSet();
    BitSet rows = new BitSet();
    long area = 0;
    for (Tile tile : tiles) {
      assertThat(tile.isIn(width, height)).as("%s", tile).isTrue();
      assertThat(tile.x() % 8 + tile.y() % 8).as("%s", tile).isZero();
      columns.set(tile.x(), tile.right());
      rows.set(tile.y(), tile.bottom());
      area += (long) tile.width() * tile.height();
    }
    assertThat(columns.cardinality()).isEqualTo(width);
    assertThat(rows.cardinality()).isEqualTo(height);
    assertThat(area).isGreaterThan((long) width * height);
  }

  @ParameterizedTest
  @CsvSource({"640, 480, 2", "1920, 1080, 3", "3000, 4000, 4", "7680, 4320, 6", "2000, 2000, 5"})
  void whatIsSmallerThanTheOverlapIsWholeInOneTile(int width, int height, int along) {
    List<Tile> tiles = TileGrid.of(width, height, along);
    Tile first = tiles.get(0);
    int small = (int) (0.2 * Math.min(first.width(), first.height())) - 8;
    for (int x = 0; x + small <= width; x += 7) {
      for (int y = 0; y + small <= height; y += 7) {
        int left = x;
        int top = y;
        assertThat(tiles)
            .anyMatch(
                tile ->
                    tile.x() <= left
                        && tile.y() <= top
                        && tile.right() >= left + small
                        && tile.bottom() >= top + small);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 2, 4",
    "1920, 1080, 2, 2",
    "1920, 1080, 3, 6",
    "1080, 1920, 3, 6",
    "1000, 1000, 6, 36",
    "3000, 100, 4, 4"
  })
  void tilesAreAboutSquare(int width, int height, int along, int tiles) {
    assertThat(TileGrid.of(width, height, along)).hasSize(tiles);
  }

  @Test
  void aTinyPictureHasNoTiles() {
    assertThat(TileGrid.of(1, 1, 6)).isEmpty();
    assertThat(TileGrid.of(12, 9, 2)).isEmpty();
    assertThat(TileGrid.of(640, 480, 1)).isEmpty();
  }

  @Test
  void aLineOfPixelsIsCutAlongItsLength() {
    assertThat(TileGrid.of(100_000, 1, 4))
        .hasSize(4)
        .allMatch(tile -> tile.y() == 0 && tile.height() == 1);
  }
}
