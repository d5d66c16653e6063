package io.lynceus.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  private static final List<Point> FACE =
      List.of(new Point(38, 52), new Point(74, 52), new Point(56, 72), new Point(56, 92));

  @Test
  void whatWasTurnedScaledAndMovedIsFoundExactly() {
    Similarity made = new Similarity(1.5, -0.8, 12, 40);
    List<Point> moved = FACE.stream().map(point -> made.apply(point.x(), point.y())).toList();

    Similarity found = Similarity.between(FACE, moved).orElseThrow();

    assertThat(found.a()).isCloseTo(1.5, within(1e-5));
    assertThat(found.b()).isCloseTo(-0.8, within(1e-5));
    assertThat(found.dx()).isCloseTo(12, within(1e-3));
    assertThat(found.dy()).isCloseTo(40, within(1e-3));
    assertThat(found.scale()).isCloseTo(1.7, within(1e-5));
  }

  @Test
  void pointsThatFitNoFaceExactlyAreMetInTheMean() {
    // One eye 4 pixels too low: nothing turned by the others can reach it.
    List<Point> skew =
        List.of(new Point(38, 56), new Point(74, 52), new Point(56, 72), new Point(56, 92));

    Similarity found = Similarity.between(skew, FACE).orElseThrow();

    double best = error(found, skew);
    assertThat(best).isLessThan(16);
    for (double nudge : new double[] {-0.01, 0.01}) {
      Similarity other = new Similarity(found.a() + nudge, found.b(), found.dx(), found.dy());
      assertThat(error(other, skew)).isGreaterThan(best);
      other = new Similarity(found.a(), found.b() + nudge, found.dx(), found.dy());
      assertThat(error(other, skew)).isGreaterThan(best);
      other = new Similarity(found.a(), found.b(), found.dx() + 10 * nudge, found.dy());
      assertThat(error(other, skew)).isGreaterThan(best);
    }
  }

  private static double error(Similarity similarity, List<Point> from) {
    double sum = 0;
    for (int i = 0; i < from.size(); i++) {
      Point there = similarity.apply(from.get(i).x(), from.get(i).y());
      sum += Math.pow(there.x() - FACE.get(i).x(), 2) + Math.pow(there.y() - FACE.get(i).y(), 2);
    }
    return sum;
  }

  @Test
  void theOriginUndoesIt() {
    Similarity made = new Similarity(0.3, 0.4, -5, 7);
    Point there = made.apply(11, 13);

    Point back = made.origin(there.x(), there.y());

    assertThat(back.x()).isCloseTo(11, within(1e-4f));
    assertThat(back.y()).isCloseTo(13, within(1e-4f));
  }

  @Test
  void aPartThatWasMadeSmallerLeadsToTheSamePlaces() {
    Similarity whole = new Similarity(0.2, 0.1, 3, 4);

    Similarity part = whole.ofPart(10, 20, 3);

    // The pixel (2, 1) of the part is the mean of the columns 16 to 18 and the rows 23 to 25.
    Point expected = whole.apply(17, 24);
    Point there = part.apply(2, 1);
    assertThat(there.x()).isCloseTo(expected.x(), within(1e-4f));
    assertThat(there.y()).isCloseTo(expected.y(), within(1e-4f));
  }

  @Test
  void pointsInOnePlaceHaveNoDirection() {
    Point same = new Point(5, 5);
    assertThat(Similarity.between(List.of(same, same, same, same), FACE)).isEmpty();
  }
}
