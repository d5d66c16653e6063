package io.lynceus.app.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.cli.Style;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadCount.ReplyTimes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillReportTest {
  private static final ReplyTimes TIMES =
      new ReplyTimes(Duration.ofMillis(95), Duration.ofMillis(300), Duration.ofMillis(340));

  @Test
  void aDrillThatLostNothingSaysSo() {
    DrillReport report = new DrillReport(List.of(killed(count(412, 410, 0)), watched()));
    assertThat(report.isExact()).isTrue();
    assertThat(report.table(Style.PLAIN).lines())
        .containsExactly(
            "PASS: Every image got exactly one reply.",
            "",
            "                          kill             yours",
            "one slave                 process killed   your own fault",
            "detected after            12 ms            -",
            "work redispatched after   30 ms            1783 ms",
            "slave back after          2903 ms          -",
            "images sent               412              20",
            "images with a reply       412              20",
            "  partial                 1                1",
            "  rejected                1                1",
            "images lost               0                0",
            "images doubled            0                0",
            "median reply time         90 ms            95 ms",
            "slowest reply             340 ms           340 ms",
            "",
            "- did not happen, or could not be seen");
  }

  @Test
  void lostAndDoubledRepliesAreCounted() {
    DrillReport report = new DrillReport(List.of(killed(count(412, 409, 2)), watched()));
    assertThat(report.isExact()).isFalse();
    assertThat(report.table(Style.PLAIN))
        .startsWith(
            "FAIL: 3 images without a reply, 2 with two, 0 replies in another image's place.");
  }

  @Test
  void theJsonIsOneLine() {
    assertThat(new DrillReport(List.of(watched())).json())
        .isEqualTo(
            "{\"exact\":true,\"drills\":[{\"fault\":\"yours\",\"detectedMs\":null,"
                + "\"redispatchedMs\":1783,\"backMs\":null,\"sent\":20,\"answered\":20,"
                + "\"partial\":1,\"rejected\":1,\"lost\":0,\"doubled\":0,\"misplaced\":0,"
                + "\"usualMs\":95,\"slowestMs\":340}]}");
  }

  private static LoadCount count(long sent, long complete, long doubled) {
    return new LoadCount(sent, new LoadCount.Kinds(complete, 1, 1), doubled, 0, TIMES);
  }

  private static DrillResult killed(LoadCount count) {
    return new DrillResult(
        "kill",
        "process killed",
        new DrillResult.Times(
            Optional.of(Duration.ofMillis(12)),
            Optional.of(Duration.ofMillis(30)),
            Optional.of(Duration.ofMillis(2903))),
        Duration.ofMillis(90),
        count);
  }

  private static DrillResult watched() {
    return new DrillResult(
        "yours",
        "your own fault",
        new DrillResult.Times(
            Optional.empty(), Optional.of(Duration.ofMillis(1783)), Optional.empty()),
        Duration.ofMillis(95),
        count(20, 18, 0));
  }
}
