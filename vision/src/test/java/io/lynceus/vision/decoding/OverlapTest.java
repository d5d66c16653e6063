package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {
  private static final Box SQUARE = new Box(0, 0, 10, 10);
  private static final Box RIGHT_HALF = new Box(5, 0, 5, 10);
  private static final Box APART = new Box(10, 0, 10, 10);
  private static final Box POINT = new Box(3, 3, 0, 0);

  @Test
  void overlapOfUnionIsTheSharedPart() {
    assertThat(Overlap.ofUnion(SQUARE, SQUARE)).isEqualTo(1);
    assertThat(Overlap.ofUnion(SQUARE, RIGHT_HALF)).isCloseTo(0.5, within(1e-9));
    assertThat(Overlap.ofUnion(SQUARE, APART)).isZero();
  }

  @Test
  void overlapOfSmallerIsOneWhereTheSmallerLiesInside() {
    assertThat(Overlap.ofSmaller(SQUARE, RIGHT_HALF)).isEqualTo(1);
    assertThat(Overlap.ofSmaller(SQUARE, APART)).isZero();
  }

  @Test
  void boxesWithoutAreaOverlapNothing() {
    assertThat(Overlap.ofUnion(POINT, POINT)).isZero();
    assertThat(Overlap.ofSmaller(SQUARE, POINT)).isZero();
  }

  @Test
  void suppressionKeepsTheFirstOfThoseThatAreTheSame() {
    assertThat(Overlap.suppress(List.of(9, 8, 5, 4, 1), (a, b) -> a - b <= 1))
        .containsExactly(9, 5, 1);
  }

  @Test
  void whatWasSuppressedSuppressesNothing() {
    assertThat(Overlap.suppress(List.of(9, 7, 5), (a, b) -> a - b <= 2)).containsExactly(9, 5);
  }
}
