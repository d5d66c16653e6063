package io.lynceus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.LoadGenerator.Answer;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadCountTest {
  @Test
  void everyImageWithItsAnswerIsExact() {
    LoadCount count = LoadCount.of(2, List.of(answer("a", "a", 1), answer("b", "b", 2)));
    assertThat(count.isExact()).isTrue();
    assertThat(count.complete()).isEqualTo(2);
  }

  @Test
  void anImageWithoutAnAnswerIsLost() {
    LoadCount count = LoadCount.of(3, List.of(answer("a", "a", 1), answer("b", "b", 2)));
    assertThat(count.lost()).isEqualTo(1);
    assertThat(count.isExact()).isFalse();
  }

  /** The second answer to a comes where that to b should. */
  @Test
  void aSecondAnswerIsDoubledAndDoesNotHideALoss() {
    LoadCount count = LoadCount.of(2, List.of(answer("a", "a", 1), answer("b", "a", 2)));
    assertThat(count.doubled()).isEqualTo(1);
    assertThat(count.lost()).isEqualTo(1);
    assertThat(count.misplaced()).isEqualTo(1);
  }

  @Test
  void answersInAnotherOrderAreMisplaced() {
    LoadCount count = LoadCount.of(2, List.of(answer("a", "b", 1), answer("b", "a", 2)));
    assertThat(count.misplaced()).isEqualTo(2);
    assertThat(count.isExact()).isFalse();
  }

  @Test
  void theTimesAreThoseOfTheRankedAnswers() {
    List<Answer> answers =
        LongStream.rangeClosed(1, 200).mapToObj(n -> answer("i" + n, "i" + n, n)).toList();
    LoadCount.Times times = LoadCount.of(200, answers).times();
    assertThat(times.median()).isEqualTo(Duration.ofMillis(100));
    assertThat(times.p99()).isEqualTo(Duration.ofMillis(198));
    assertThat(times.slowest()).isEqualTo(Duration.ofMillis(200));
    assertThat(LoadCount.of(0, List.of()).times().slowest()).isZero();
  }

  private static Answer answer(String expected, String name, long millis) {
    return new Answer(
        expected, name, Status.COMPLETE, Set.of(Outcome.OK), Duration.ofMillis(millis));
  }
}
