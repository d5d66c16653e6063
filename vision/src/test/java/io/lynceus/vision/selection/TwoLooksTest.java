package io.lynceus.vision.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoLooksTest {
  private static final List<Detection> NOTHING = List.of();

  /** In a picture of 1000 pixels both looks should see faces from 120 on, the second from 300. */
  private final TwoLooks looks = new TwoLooks(new CloseUpConfig(160, 0.3, 0.2, 0.12), 0.3, 1000);

  @Test
  void aHintIsACandidateOfTheLeastScoreAndHeight() {
    assertThat(looks.isSecondNeeded(List.of(face(0.2, 0, 0, 120)))).isTrue();
    assertThat(looks.isSecondNeeded(List.of(face(0.19, 0, 0, 120)))).isFalse();
    assertThat(looks.isSecondNeeded(List.of(face(0.2, 0, 0, 119)))).isFalse();
    assertThat(looks.isSecondNeeded(NOTHING)).isFalse();
  }

  @Test
  void manySmallFacesNeedNoSecondLook() {
    List<Detection> small = List.of(face(0.95, 0, 0, 60), face(0.9, 200, 0, 100));

    assertThat(looks.isSecondNeeded(small)).isFalse();
    assertThat(looks.faces(small, NOTHING, 0.6)).isEqualTo(small);
  }

  @Test
  void candidatesAreNeededFromTheLowerOfBothScoresOn() {
    assertThat(looks.leastScore(0.6)).isEqualTo(0.2);
    assertThat(looks.leastScore(0.05)).isEqualTo(0.05);
  }

  @Test
  void aLargeFaceHasTheMeanScoreOfBothLooks() {
    Detection first = face(0.7, 100, 100, 200);
    Detection second = face(0.9, 110, 105, 205);

    List<Detection> faces = looks.faces(List.of(first), List.of(second), 0.6);

    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).score()).isCloseTo(0.8f, within(1e-6f));
    assertThat(faces.get(0).box()).isEqualTo(first.box());
  }

  @Test
  void whatOnlyTheFirstLookSeesIsNoLargeFace() {
    List<Detection> first = List.of(face(0.8, 100, 100, 200), face(0.7, 600, 100, 100));
    Detection elsewhere = face(0.9, 500, 500, 200);

    assertThat(looks.faces(first, List.of(elsewhere), 0.6))
        .extracting(found -> found.box().height())
        .containsExactly(100f);
  }

  @Test
  void theSecondLookMayMakeADoubtfulFaceCount() {
    assertThat(looks.faces(List.of(face(0.5, 0, 0, 200)), List.of(face(0.9, 0, 0, 200)), 0.6))
        .hasSize(1);
  }

  @Test
  void aCloseUpOfTheSecondLookCountsWhereTheFirstHasAHintInIt() {
    Detection hint = face(0.3, 300, 300, 150);
    Detection closeUp = face(0.8, 200, 200, 400);

    assertThat(looks.faces(List.of(hint), List.of(closeUp), 0.6)).containsExactly(closeUp);
    assertThat(looks.faces(List.of(face(0.3, 700, 700, 150)), List.of(closeUp), 0.6)).isEmpty();
  }

  @Test
  void aFaceOfTheSecondLookThatIsNoCloseUpDoesNotCount() {
    Detection hint = face(0.3, 0, 0, 130);

    assertThat(looks.faces(List.of(hint), List.of(face(0.9, 0, 0, 299)), 0.6)).isEmpty();
    assertThat(looks.faces(List.of(hint), List.of(face(0.9, 0, 0, 300)), 0.6)).hasSize(1);
  }

  @Test
  void aFaceInALargerAndBetterOneIsTheSame() {
    Detection part = face(0.65, 250, 250, 200);
    Detection whole = face(0.9, 200, 200, 400);

    assertThat(looks.faces(List.of(part), List.of(whole), 0.3)).containsExactly(whole);
  }

  @Test
  void facesComeBestFirst() {
    List<Detection> first = List.of(face(0.9, 0, 0, 200), face(0.8, 400, 0, 50));
    List<Detection> second = List.of(face(0.6, 0, 0, 200));

    assertThat(looks.faces(first, second, 0.6))
        .extracting(found -> found.box().height())
        .containsExactly(50f, 200f);
  }

  @Test
  void whatIsNotShapedLikeAFaceIsNone() {
    Point eye = new Point(10, 40);
    Point mouth = new Point(10, 10);
    Detection upsideDown =
        Detection.pointed(0.9f, new Box(0, 0, 50, 50), List.of(eye, eye, eye, mouth));

    assertThat(looks.faces(List.of(upsideDown), NOTHING, 0.6)).isEmpty();
  }

  @Test
  void aLowerScoreThatIsAskedForLetsDoubtfulOnesThrough() {
    List<Detection> onlyFirst = List.of(face(0.8, 100, 100, 200));

    assertThat(looks.faces(onlyFirst, NOTHING, 0.41)).isEmpty();
    assertThat(looks.faces(onlyFirst, NOTHING, 0.4)).hasSize(1);
  }

  private static Detection face(double score, float x, float y, float side) {
    return Detection.pointed((float) score, new Box(x, y, side, side), List.of());
  }
}
