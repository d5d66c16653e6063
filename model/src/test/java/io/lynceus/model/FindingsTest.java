package io.lynceus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
  private static final Detection BOX = Detection.labelled("car", 1, new Box(1, 2, 3, 4));

  private static final StrongPoint POINT = new StrongPoint(1, 2, 3);

  @Test
  void theyHaveTheKindsOfTheirParts() {
    assertThat(Findings.NONE.kinds()).isEmpty();
    assertThat(Findings.ofDetections("m", List.of()).kinds())
        .as("no box was found, but boxes were looked for")
        .containsExactly(FindingsKind.DETECTIONS);
    assertThat(Findings.ofPoints(List.of()).withNumber("n", 1).kinds())
        .containsExactlyInAnyOrder(FindingsKind.POINTS, FindingsKind.NUMBERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "detections", "points", "png", "1a", "a b", ""})
  void aNumberCannotTakeThePlaceOfAnotherPart(String name) {
    assertThatThrownBy(() -> Findings.NONE.withNumber(name, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pointsThatAreLeftOutAreCounted() {
    Findings two = Findings.ofPoints(List.of(POINT, POINT)).withNumber("n", 7);
    assertThat(two.withoutPoints().points()).isEmpty();
    assertThat(two.withoutPoints().numbers()).isEqualTo(Map.of("n", 7.0, "count", 2.0));
    assertThat(Findings.ofPoints(List.of()).withoutPoints().numbers())
        .containsExactly(Map.entry("count", 0.0));
    Findings without = Findings.NONE.withNumber("n", 7);
    assertThat(without.withoutPoints()).as("no points are no 0 points").isSameAs(without);
    assertThatThrownBy(() -> two.withNumber("count", 3))
        .as("points are there, and their number follows from them")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void soManyBoxesFitAndNotOneMore() {
    List<Detection> most = Collections.nCopies(Findings.MAX_DETECTIONS, BOX);
    assertThat(Findings.ofDetections("", most).boxes()).hasSize(Findings.MAX_DETECTIONS);

    List<Detection> more = Collections.nCopies(Findings.MAX_DETECTIONS + 1, BOX);
    assertThatThrownBy(() -> Findings.ofDetections("", more))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatTheyTakeOfTheHeapGrowsWithEachPart() {
    Findings none = Findings.NONE;
    assertThat(none.withDetections(List.of(BOX)).heapBytes()).isGreaterThan(none.heapBytes());
    assertThat(none.withMap(new EncodedPng(new byte[5000])).heapBytes()).isGreaterThan(5000);
    assertThat(none.withVectors(List.of(new FloatVector(new float[500]))).heapBytes())
        .isGreaterThan(2000);
  }
}
