package io.lynceus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.LoadGenerator.ReceivedReply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadCountTest {
  @Test
  void oneReplyForEachImageIsExact() {
    LoadCount count = LoadCount.of(2, List.of(reply("a", "a", 1), reply("b", "b", 2)));
    assertThat(count.isExact()).isTrue();
    assertThat(count.complete()).isEqualTo(2);
  }

  @Test
  void anImageWithoutAReplyIsLost() {
    LoadCount count = LoadCount.of(3, List.of(reply("a", "a", 1), reply("b", "b", 2)));
    assertThat(count.lost()).isEqualTo(1);
    assertThat(count.isExact()).isFalse();
  }

  /** The second reply to a comes in the place of b's. */
  @Test
  void aSecondReplyIsDoubledAndDoesNotHideALoss() {
    LoadCount count = LoadCount.of(2, List.of(reply("a", "a", 1), reply("b", "a", 2)));
    assertThat(count.doubled()).isEqualTo(1);
    assertThat(count.lost()).isEqualTo(1);
    assertThat(count.misplaced()).isEqualTo(1);
  }

  @Test
  void repliesInAnotherOrderAreMisplaced() {
    LoadCount count = LoadCount.of(2, List.of(reply("a", "b", 1), reply("b", "a", 2)));
    assertThat(count.misplaced()).isEqualTo(2);
    assertThat(count.isExact()).isFalse();
  }

  @Test
  void theTimesArePercentilesOfTheReplies() {
    List<ReceivedReply> replies =
        LongStream.rangeClosed(1, 200).mapToObj(n -> reply("i" + n, "i" + n, n)).toList();
    LoadCount.ReplyTimes times = LoadCount.of(200, replies).times();
    assertThat(times.median()).isEqualTo(Duration.ofMillis(100));
    assertThat(times.p99()).isEqualTo(Duration.ofMillis(198));
    assertThat(times.slowest()).isEqualTo(Duration.ofMillis(200));
    assertThat(LoadCount.of(0, List.of()).times().slowest()).isZero();
  }

  private static ReceivedReply reply(String expected, String name, long millis) {
    return new ReceivedReply(
        expected, name, Status.COMPLETE, Set.of(Outcome.OK), Duration.ofMillis(millis));
  }
}
