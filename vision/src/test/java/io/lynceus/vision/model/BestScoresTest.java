package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BestScoresTest {

  @Test
  void theBestComeFirstAndOfEqualOnesTheFirstPlace() {
    BestScores scores = new BestScores();
    scores.add(7, 0.5f);
    scores.add(3, 0.9f);
    scores.add(5, 0.5f);

    assertThat(scores.sorted()).extracting(BestScores.Place::index).containsExactly(3, 5, 7);
  }

  @Test
  void onlySoManyAreKept() {
    BestScores scores = new BestScores();
    for (int i = 0; i <= BestScores.MAX; i++) {
      scores.add(i, i);
    }

    assertThat(scores.sorted()).hasSize(BestScores.MAX);
    assertThat(scores.sorted().get(0).index()).isEqualTo(BestScores.MAX);
    assertThat(scores.sorted()).noneMatch(place -> place.index() == 0);
  }
}
