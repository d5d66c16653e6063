package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestScoresTest {

  @Test
  void theBestComeFirstAndOfEqualOnesTheFirstPlace() {
    BestScores scores = new BestScores(BestScores.MAX);
    scores.add(7, 0.5f);
    scores.add(3, 0.9f);
    scores.add(5, 0.5f);

    assertThat(scores.sorted()).extracting(BestScores.Place::index).containsExactly(3, 5, 7);
  }

  @Test
  void onlySoManyAreKept() {
    BestScores scores = new BestScores(BestScores.MAX);
    for (int i = 0; i <= BestScores.MAX; i++) {
      scores.add(i, i);
    }

    assertThat(scores.sorted()).hasSize(BestScores.MAX);
    assertThat(scores.sorted().get(0).index()).isEqualTo(BestScores.MAX);
    assertThat(scores.sorted()).noneMatch(place -> place.index() == 0);
  }

  @Test
  void aScanTellsEachValueThatIsNotBelowTheLeast() {
    float[] values = new float[5000];
    values[0] = 1;
    values[1023] = 0.5f;
    values[1024] = 0.49999997f;
    values[4000] = 0.75f;
    values[4500] = Float.NaN;
    values[4999] = 2;
    FloatBuffer buffer = FloatBuffer.wrap(values);
    List<Integer> found = new ArrayList<>();

    BestScores.scan(buffer, 1, 4998, 0.5f, (index, score) -> found.add(index));

    assertThat(found).containsExactly(1023, 4000);
    BestScores.scan(buffer, 0, 0, 0, (index, score) -> found.add(index));
    assertThat(found).hasSize(2);
  }

  @Test
  void aScanFindsAValueWhereverItLiesAndHoweverManyThereAre() {
    for (int count = 1; count <= 40; count++) {
      for (int at = 0; at < count; at++) {
        FloatBuffer values = FloatBuffer.allocate(count + 3).put(3 + at, 0.5f);
        List<Integer> found = new ArrayList<>();
        BestScores.scan(values, 3, count, 0.5f, (index, score) -> found.add(index));
        assertThat(found).as("%d of %d", at, count).containsExactly(3 + at);
      }
    }
  }
}
