package io.lynceus.client.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.Replies;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.cameras.ClusterCameras.Mask;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.cameras.ClusterCameras.Zone;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnotatorTest {
  private static final Predicate<Analysis> ALL = new TreeSet<>(Analysis.STANDARD)::contains;
  private static final int PERSON = Colours.of("person").getRGB();

  @Test
  void aBoxIsDrawnInTheColourOfItsLabelAndItsInsideIsUntouched() throws IOException {
    BufferedImage picture = black(200, 200);
    Annotator.draw(picture, Replies.of(200, 200, Replies.object("person", 50, 60, 100, 80)), ALL);
    assertThat(picture.getRGB(50, 120)).isEqualTo(PERSON);
    assertThat(picture.getRGB(150, 120)).isEqualTo(PERSON);
    assertThat(picture.getRGB(100, 140)).isEqualTo(PERSON);
    assertThat(picture.getRGB(100, 100)).isEqualTo(Color.BLACK.getRGB());
    assertThat(picture.getRGB(180, 180)).isEqualTo(Color.BLACK.getRGB());
  }

  @Test
  void aBoxIsScaledWithItsPicture() throws IOException {
    BufferedImage picture = black(100, 100);
    Annotator.draw(
        picture, Replies.of(400, 400, Replies.object("person", 100, 120, 200, 240)), ALL);
    assertThat(picture.getRGB(25, 70)).isEqualTo(PERSON);
    assertThat(picture.getRGB(75, 70)).isEqualTo(PERSON);
  }

  @Test
  void whatDoesNotCountHasThinnerLines() throws IOException {
    Detection box = Detection.labelled("person", 0.9f, new Box(100, 200, 200, 200));
    assertThat(lit(box)).isGreaterThan(lit(box.withMarks(Marks.masked("tree"))));
  }

  /** Pixels across the left side of the box that are brighter than the ground. */
  private static long lit(Detection box) throws IOException {
    Findings found = Findings.ofDetections("m", List.of(box));
    BufferedImage picture = black(2000, 2000);
    Annotator.draw(
        picture, Replies.of(2000, 2000, new Replies.Found(Analysis.OBJECTS, found)), ALL);
    return IntStream.range(80, 120)
        .filter(x -> brightness(picture.getRGB(x, 300)) > brightness(PERSON) / 2)
        .count();
  }

  @Test
  void zonesAndMasksLieBelowTheBoxes() throws IOException {
    List<Point> left =
        List.of(new Point(0, 0), new Point(0.5f, 0), new Point(0.5f, 1), new Point(0, 1));
    List<Point> right =
        List.of(new Point(0.5f, 0), new Point(1, 0), new Point(1, 1), new Point(0.5f, 1));
    Rules rules =
        new Rules(
            List.of(
                new Zone(
                    "yard", "", left, "foot", OptionalDouble.empty(), List.of(), 2, Duration.ZERO)),
            List.of(new Mask("tree", right, List.of())),
            List.of());
    BufferedImage picture = filled(400, 400, Color.GRAY);
    Annotator.draw(
        picture, Replies.of(400, 400, Replies.object("person", 50, 200, 60, 80)), ALL, rules);
    assertThat(brightness(picture.getRGB(150, 300))).isGreaterThan(brightness(Color.GRAY.getRGB()));
    assertThat(picture.getRGB(50, 240)).isEqualTo(PERSON);
    long dark =
        IntStream.range(250, 350)
            .filter(x -> brightness(picture.getRGB(x, 300)) < brightness(Color.GRAY.getRGB()))
            .count();
    assertThat(dark).isGreaterThan(50);
  }

  @Test
  void aHaloShowsALineOnItsOwnColour() throws IOException {
    BufferedImage picture = filled(200, 200, Colours.of("person"));
    Annotator.draw(picture, Replies.of(200, 200, Replies.object("person", 50, 60, 100, 80)), ALL);
    assertThat(brightness(picture.getRGB(51, 120))).isLessThan(brightness(PERSON));
  }

  @Test
  void onlyTheChosenLayersAreDrawn() throws IOException {
    Reply reply =
        Replies.of(
            100,
            100,
            Replies.object("person", 10, 30, 30, 30),
            Replies.face(60, 30, 30, 30, new Point(75, 45)),
            Replies.corner(50, 90));
    BufferedImage faces = Annotator.layer(reply, Analysis.FACES, 100, 100);
    assertThat(faces.getRGB(75, 45)).isEqualTo(Colours.of("face").getRGB());
    assertThat(faces.getRGB(60, 45)).isEqualTo(Colours.of("face").getRGB());
    assertThat(faces.getRGB(10, 45)).isZero();
    assertThat(faces.getRGB(50, 90)).isZero();
    BufferedImage corners = Annotator.layer(reply, Analysis.CORNERS, 100, 100);
    assertThat(corners.getRGB(50, 90)).isEqualTo(Colours.CORNER.getRGB());
    assertThat(corners.getRGB(75, 45)).isZero();
  }

  @Test
  void edgesAreDrawnWhereTheMapHasThem() throws IOException {
    BufferedImage map = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_BINARY);
    map.setRGB(30, 40, Color.WHITE.getRGB());
    EncodedPng png = new EncodedPng(PictureWriter.png(map));
    BufferedImage picture = black(100, 100);
    Annotator.draw(picture, Replies.of(100, 100, Replies.edges(1, 1e-4, png)), ALL);
    assertThat(brightness(picture.getRGB(30, 40))).isGreaterThan(200);
    assertThat(picture.getRGB(31, 40)).isEqualTo(Color.BLACK.getRGB());
  }

  @Test
  void labelsStayInsideThePicture() throws IOException {
    BufferedImage picture = black(300, 200);
    // A box in the upper right corner leaves no room for its label above or to the right.
    Annotator.draw(picture, Replies.of(300, 200, Replies.object("person", 280, 0, 20, 20)), ALL);
    int labelled = 0;
    for (int x = 180; x < 270; x++) {
      labelled += picture.getRGB(x, 12) == Color.BLACK.getRGB() ? 0 : 1;
    }
    assertThat(labelled).isGreaterThan(30);
  }

  @Test
  void labelsAtOneSpotDoNotOverlap() throws IOException {
    Box box = new Box(100, 100, 8, 8);
    List<String> labels = List.of("person", "car", "bird", "backpack", "kite");
    List<Detection> crowd =
        labels.stream().map(label -> Detection.labelled(label, 0.5f, box)).toList();
    BufferedImage picture = black(300, 300);
    Annotator.draw(
        picture,
        Replies.of(
            300, 300, new Replies.Found(Analysis.OBJECTS, Findings.ofDetections("model", crowd))),
        ALL);
    for (String label : labels) {
      int shown = 0;
      for (int i = 0; i < 300 * 300; i++) {
        shown += picture.getRGB(i % 300, i / 300) == Colours.of(label).getRGB() ? 1 : 0;
      }
      assertThat(shown).as(label).isGreaterThan(300);
    }
  }

  @Test
  void aRejectedImageIsNotDrawnOn() throws IOException {
    BufferedImage picture = black(10, 10);
    Annotator.draw(picture, Replies.rejected(RejectionCode.CORRUPT, "no"), ALL);
    assertThat(picture.getRGB(5, 5)).isEqualTo(Color.BLACK.getRGB());
  }

  private static BufferedImage black(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  private static BufferedImage filled(int width, int height, Color colour) {
    BufferedImage picture = black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, colour.getRGB());
      }
    }
    return picture;
  }

  private static int brightness(int rgb) {
    Color colour = new Color(rgb);
    return colour.getRed() + colour.getGreen() + colour.getBlue();
  }
}
