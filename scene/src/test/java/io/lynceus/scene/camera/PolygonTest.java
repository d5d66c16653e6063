package io.lynceus.scene.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolygonTest {
  @Test
  void aPolygonHas3To64Points() {
    assertThat(circle(3).points()).hasSize(3);
    assertThat(circle(64).points()).hasSize(64);
    assertThatThrownBy(() -> circle(2)).hasMessageContaining("3 to 64 points, not 2");
    assertThatThrownBy(() -> circle(65)).hasMessageContaining("3 to 64 points, not 65");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -0.0001,
        1.0001,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e300
      })
  void aPointLiesInThePicture(double outside) {
    assertThatThrownBy(() -> new Vertex(outside, 0.5)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> new Vertex(0.5, outside)).hasMessageContaining("from 0 to 1");
  }

  @Test
  void theEdgesOfThePictureBelongToIt() {
    assertThat(polygon(0, 0, 1, 0, 1, 1, 0, 1).points()).hasSize(4);
  }

  @Test
  void anOutlineThatCrossesItselfIsRefused() {
    assertThatThrownBy(() -> polygon(0, 0, 1, 1, 1, 0, 0, 1))
        .hasMessageContaining("crosses itself");
  }

  @Test
  void anOutlineThatTouchesItselfIsRefused() {
    assertThatThrownBy(() -> polygon(0, 0, 1, 0, 1, 1, 0.5, 0, 0, 1))
        .hasMessageContaining("crosses itself");
    assertThatThrownBy(() -> polygon(0, 0, 1, 0, 0.5, 0, 0.5, 1))
        .hasMessageContaining("turns back on itself");
    assertThatThrownBy(() -> polygon(0, 0, 0.5, 0.5, 1, 1)).hasMessageContaining("itself");
    assertThatThrownBy(() -> polygon(0, 0, 0, 0, 1, 0, 1, 1)).hasMessageContaining("twice");
    assertThatThrownBy(() -> polygon(0, 0, 1, 0, 1, 1, 0, 0)).hasMessageContaining("twice");
  }

  @Test
  void aPointInTheMiddleOfAnEdgeIsAllowed() {
    assertThat(polygon(0, 0, 0.5, 0, 1, 0, 1, 1).points()).hasSize(4);
  }

  /** Two neighbours in the wrong order make two edges cross. */
  @Property(tries = 200)
  void pointsInTheWrongOrderAreRefused(
      @ForAll @IntRange(min = 5, max = 64) int count, @ForAll @IntRange(max = 63) int place) {
    List<Vertex> points = new ArrayList<>(circle(count).points());
    Collections.swap(points, place % count, (place + 1) % count);
    assertThatThrownBy(() -> new Polygon(points)).hasMessageContaining("crosses itself");
  }

  private static Polygon circle(int count) {
    return new Polygon(
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  double angle = 2 * Math.PI * i / count;
                  return new Vertex(0.5 + 0.4 * Math.cos(angle), 0.5 + 0.4 * Math.sin(angle));
                })
            .toList());
  }

  private static Polygon polygon(double... xy) {
    return new Polygon(
        IntStream.range(0, xy.length / 2)
            .mapToObj(i -> new Vertex(xy[2 * i], xy[2 * i + 1]))
            .toList());
  }
}
