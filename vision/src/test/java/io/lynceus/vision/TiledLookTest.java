package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.image.ImageFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Small things in a large picture, with the shipped networks. */
class TiledLookTest {
  private static final int WIDTH = 2400;
  private static final int HEIGHT = 1600;
  private static final int SIDE = 110;

  /** In a tile, and on the seams of three and of four tiles along the longer side. */
  private static final List<Box> PLACES =
      List.of(
          new Box(300, 1200, SIDE, SIDE),
          new Box(770, 500, SIDE, SIDE),
          new Box(1700, 480, SIDE, SIDE));

  private static Vision vision;

  @BeforeAll
  static void open() throws Exception {
    vision = Vision.open(VisionConfig.defaults());
  }

  @AfterAll
  static void close() {
    vision.close();
  }

  @Test
  void smallPersonsAreFoundOnceEachAndOnlyWithTiles() throws Exception {
    assertThat(found("off", Analysis.OBJECTS)).isEmpty();
    for (String tiles : List.of("3", "4")) {
      List<Box> found = found(tiles, Analysis.OBJECTS);
      assertThat(found).as("tiles=%s", tiles).hasSize(PLACES.size());
      for (Box place : PLACES) {
        assertThat(found).anyMatch(box -> box.overlapOfSmaller(place) > 0.7);
      }
    }
  }

  @Test
  void smallFacesToo() throws Exception {
    assertThat(found("off", Analysis.FACES)).hasSizeLessThan(PLACES.size());
    List<Box> found = found("3", Analysis.FACES);
    assertThat(found).hasSize(PLACES.size());
    for (Box place : PLACES) {
      assertThat(found).anyMatch(box -> box.overlapOfSmaller(place) > 0.9);
    }
  }

  @Test
  void oneThreadAloneDoesNotTileOfItself() throws Exception {
    assertThat(found("auto", Analysis.OBJECTS)).isEmpty();
  }

  private static List<Box> found(String tiles, Analysis analysis) throws Exception {
    Ask ask = Ask.DEFAULT.withAnalyses(List.of(analysis));
    Ask tiled = tiles.equals("off") ? ask : ask.withOption("tiles", tiles);
    Findings findings = vision.analyze(picture(), tiled).get(analysis);
    Stream<Detection> all = findings.boxes().stream();
    return all.filter(found -> found.label().map("person"::equals).orElse(true))
        .map(Detection::box)
        .toList();
  }

  /** A wall with small portraits. */
  private static ByteBuffer picture() {
    Mat wall = new Mat(HEIGHT, WIDTH, CvType.CV_8UC3, new Scalar(190, 200, 205));
    Mat portrait = new Mat();
    Imgproc.resize(
        TestImage.sample("astronaut.png").pixels(),
        portrait,
        new Size(SIDE, SIDE),
        0,
        0,
        Imgproc.INTER_AREA);
    for (Box place : PLACES) {
      portrait.copyTo(wall.submat(new Rect((int) place.x(), (int) place.y(), SIDE, SIDE)));
    }
    return TestImage.of(wall, ImageFormat.JPEG).file();
  }
}
