package io.lynceus.model.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AskOptions;
import io.lynceus.model.FindingsKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {
  private static final int MANY = 100;

  @Test
  void withoutTheOptionNothingIsCut() {
    assertThat(tiles(AskOptions.NONE, 8000, 6000, MANY)).isEmpty();
    assertThat(AnalysisOption.TILES.canonical("off")).isEmpty();
  }

  @Test
  void aNumberCutsPicturesOfAnySizeHoweverFewSlavesThereAre() {
    assertThat(tiles(asked("2"), 640, 480, 0)).isEqualTo(TileGrid.of(640, 480, 2));
    assertThat(tiles(asked("6"), 640, 480, 0)).hasSize(30).hasSizeLessThan(Tiling.MOST_PARTS);
    assertThat(tiles(asked("6"), 640, 640, 0)).hasSize(Tiling.MOST_PARTS - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1919, 1440, 0",
    "1920, 1440, 4",
    "1440, 1920, 4",
    "2880, 2160, 6",
    "3840, 2880, 12",
    "12000, 9000, 12"
  })
  void autoCutsLargePicturesOnly(int width, int height, int tiles) {
    assertThat(tiles(asked("auto"), width, height, MANY)).hasSize(tiles);
  }

  @ParameterizedTest
  @CsvSource({"13, 12", "12, 6", "7, 6", "6, 4", "5, 4", "4, 0", "0, 0"})
  void autoCutsIntoNoMoreThanCanBeLookedAtAtOnce(int atOnce, int tiles) {
    assertThat(tiles(asked("auto"), 4000, 3000, atOnce)).hasSize(tiles);
  }

  @Test
  void onlyAnAnalysisThatFindsBoxesAndNeedsNoOtherIsTiled() {
    assertThat(Tiling.of(AnalysisDescriptor.EDGES, asked("2"), 640, 480, () -> MANY)).isEmpty();
    assertThat(Tiling.of(plugin(Set.of(), FindingsKind.DETECTIONS), asked("2"), 640, 480, () -> 1))
        .hasSize(4);
    assertThat(
            Tiling.of(
                plugin(Set.of(Analysis.FACES), FindingsKind.DETECTIONS),
                asked("2"),
                640,
                480,
                () -> MANY))
        .isEmpty();
    assertThat(
            Tiling.of(
                plugin(Set.of(), FindingsKind.DETECTIONS, FindingsKind.NUMBERS),
                asked("2"),
                640,
                480,
                () -> MANY))
        .isEmpty();
  }

  private static AnalysisDescriptor plugin(Set<Analysis> needs, FindingsKind... kinds) {
    return new AnalysisDescriptor(
        new Analysis("plates"),
        "",
        EnumSet.copyOf(List.of(kinds)),
        new TreeSet<>(needs),
        List.of(AnalysisOption.TILES),
        List.of());
  }

  private static AskOptions asked(String tiles) {
    return AskOptions.NONE.with("tiles", AnalysisOption.TILES.canonical(tiles));
  }

  private static List<Tile> tiles(AskOptions options, int width, int height, int atOnce) {
    return Tiling.of(AnalysisDescriptor.OBJECTS, options, width, height, () -> atOnce);
  }
}
