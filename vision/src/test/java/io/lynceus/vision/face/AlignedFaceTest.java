package io.lynceus.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Point;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.FacePlaces;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class AlignedFaceTest {
  private static final Size INPUT = new Size(112, 112);
  private static final FacePlaces WANTED =
      new FacePlaces(new Point(38, 52), new Point(74, 52), new Point(56, 72), new Point(56, 92));
  private static final List<Scalar> COLOURS =
      List.of(new Scalar(255, 0, 0), new Scalar(0, 255, 0), new Scalar(0, 0, 255), Scalar.all(255));

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  /** A made face: discs of four colours in the places of the eyes, the nose and the mouth. */
  private static Mat made(List<Point> places, double radius) {
    Mat picture = new Mat(900, 1200, CvType.CV_8UC3, Scalar.all(40));
    for (int i = 0; i < places.size(); i++) {
      Imgproc.circle(
          picture,
          new org.opencv.core.Point(places.get(i).x(), places.get(i).y()),
          (int) radius,
          COLOURS.get(i),
          -1);
    }
    return picture;
  }

  @ParameterizedTest(name = "scale {0}, turned by {1} degrees")
  @CsvSource({"0.7, 0", "1, 30", "1.9, -50", "3.4, 15", "5, 170"})
  void eyesNoseAndMouthComeWhereTheyAreWanted(double scale, double degrees) {
    double a = scale * Math.cos(Math.toRadians(degrees));
    double b = scale * Math.sin(Math.toRadians(degrees));
    // The middle of the face comes to the middle of the picture.
    Similarity placing = new Similarity(a, b, 600 - a * 56 + b * 70, 450 - b * 56 - a * 70);
    List<Point> places =
        WANTED.inOrder().stream().map(each -> placing.apply(each.x(), each.y())).toList();
    Mat picture = made(places, 7 * scale);

    try (Scratch scratch = new Scratch()) {
      Similarity alignment = AlignedFace.alignment(places, WANTED).orElseThrow();
      Mat face = AlignedFace.cut(picture, alignment, INPUT, scratch);

      assertThat(face.cols()).isEqualTo(112);
      assertThat(face.rows()).isEqualTo(112);
      for (int i = 0; i < COLOURS.size(); i++) {
        Point place = WANTED.inOrder().get(i);
        assertThat(middle(face, COLOURS.get(i)))
            .satisfies(
                found -> {
                  assertThat(found.x()).isCloseTo(place.x(), within(1f));
                  assertThat(found.y()).isCloseTo(place.y(), within(1f));
                });
      }
      double[] around = face.get(5, 5);
      assertThat(around).containsExactly(40, 40, 40);
    }
  }

  /** Where pixels are nearer to that colour than to any other. */
  private static Point middle(Mat face, Scalar colour) {
    double x = 0;
    double y = 0;
    int count = 0;
    for (int row = 0; row < face.rows(); row++) {
      for (int column = 0; column < face.cols(); column++) {
        double[] pixel = face.get(row, column);
        double distance = 0;
        for (int i = 0; i < 3; i++) {
          distance += Math.abs(pixel[i] - colour.val[i]);
        }
        if (distance < 120) {
          x += column;
          y += row;
          count++;
        }
      }
    }
    assertThat(count).as("pixels of that colour").isGreaterThan(20);
    return new Point((float) (x / count), (float) (y / count));
  }

  @Test
  void whatLiesBeyondThePictureIsAsItsBorder() {
    List<Point> places =
        List.of(new Point(-20, 0), new Point(16, 0), new Point(-2, 20), new Point(-2, 40));
    Mat picture = new Mat(60, 60, CvType.CV_8UC3, Scalar.all(90));

    try (Scratch scratch = new Scratch()) {
      Similarity alignment = AlignedFace.alignment(places, WANTED).orElseThrow();
      Mat face = AlignedFace.cut(picture, alignment, INPUT, scratch);
      assertThat(face.get(0, 0)).containsExactly(90, 90, 90);
      assertThat(face.get(111, 111)).containsExactly(90, 90, 90);
    }
  }

  @Test
  void theMouthIsTheMiddleOfItsCorners() {
    Point eye = new Point(0, 0);
    Point other = new Point(10, 0);
    Point nose = new Point(5, 5);
    List<Point> five = List.of(eye, other, nose, new Point(2, 9), new Point(8, 11));

    assertThat(AlignedFace.places(five)).contains(List.of(eye, other, nose, new Point(5, 10)));
    assertThat(AlignedFace.places(List.of(eye, other, nose, eye, nose, other)))
        .contains(List.of(eye, other, nose, eye));
    assertThat(AlignedFace.places(List.of())).isEmpty();
  }

  @Test
  void aFlatGreyFaceIsBlurredAndGrey() {
    Mat flat = new Mat(112, 112, CvType.CV_8UC3, Scalar.all(77));

    FaceQuality quality = AlignedFace.quality(50, WANTED.inOrder(), flat);

    assertThat(quality).isEqualTo(new FaceQuality(50, 0, 0, 77, true));
  }

  @Test
  void aCheckedColourfulFaceIsSharp() {
    Mat face = new Mat(112, 112, CvType.CV_8UC3, new Scalar(40, 90, 160));
    for (int row = 0; row < 112; row++) {
      for (int column = row % 2; column < 112; column += 2) {
        face.put(row, column, 80, 130, 200);
      }
    }

    FaceQuality quality = AlignedFace.quality(50, WANTED.inOrder(), face);

    // Each pixel has four neighbours that are 40 levels away: the Laplacian is 160 or -160.
    assertThat(quality.sharpness()).isCloseTo(160f * 160, within(3000f));
    assertThat(quality.grey()).isFalse();
  }

  @Test
  void aNoseBesideTheMiddleOfTheEyesIsAYaw() {
    Mat flat = new Mat(112, 112, CvType.CV_8UC3, Scalar.all(77));
    List<Point> turned =
        List.of(new Point(10, 10), new Point(30, 10), new Point(25, 20), new Point(25, 30));
    // The same, lying on its side.
    List<Point> lying =
        List.of(new Point(10, 10), new Point(10, 30), new Point(0, 25), new Point(-10, 25));

    assertThat(AlignedFace.quality(50, turned, flat).yaw()).isCloseTo(0.25f, within(1e-5f));
    assertThat(AlignedFace.quality(50, lying, flat).yaw()).isCloseTo(0.25f, within(1e-5f));
  }
}
