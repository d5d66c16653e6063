package io.lynceus.model.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
  private static final Tile TILE = new Tile(100, 40, 64, 32);

  @Test
  void placesOfATileBecomePlacesOfThePictureAndBack() {
    Findings inTile =
        Findings.ofDetections(
            "m",
            List.of(
                Detection.labelled("cat", 0.5f, new Box(1, 2, 3, 4)),
                Detection.pointed(0.4f, new Box(0, 0, 9, 9), List.of(new Point(-1, 30)))));
    Findings inPicture =
        Findings.ofDetections(
            "m",
            List.of(
                Detection.labelled("cat", 0.5f, new Box(101, 42, 3, 4)),
                Detection.pointed(0.4f, new Box(100, 40, 9, 9), List.of(new Point(99, 70)))));
    assertThat(TILE.toPicture(inTile)).isEqualTo(inPicture);
    assertThat(TILE.toTile(inPicture)).isEqualTo(inTile);
  }

  @Test
  void whatHasNoBoxesStaysAsItIs() {
    Findings numbers = Findings.NONE.withNumber("pixels", 3);
    assertThat(TILE.toPicture(numbers)).isEqualTo(numbers);
  }

  @Test
  void aTileLiesInItsPictureToTheLastPixel() {
    assertThat(TILE.isIn(164, 72)).isTrue();
    assertThat(TILE.isIn(163, 72)).isFalse();
    assertThat(TILE.isIn(164, 71)).isFalse();
  }

  @Test
  void aTileWithoutPixelsIsRefused() {
    assertThatThrownBy(() -> new Tile(0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tile(-1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tile(Integer.MAX_VALUE, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
