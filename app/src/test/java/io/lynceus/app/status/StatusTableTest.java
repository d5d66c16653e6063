package io.lynceus.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.GoldenFile;
import io.lynceus.app.cli.Style;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.StoreUse;
import io.lynceus.model.ClusterStatus.WebhookUse;
import io.lynceus.model.MemoryUse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTableTest {
  @ParameterizedTest
  @CsvSource({
    "0, 60", "0, 80", "0, 120", "2, 60", "2, 80", "2, 120", "40, 60", "40, 80", "40, 120"
  })
  void eachLineFits(int slaves, int columns) throws IOException {
    List<String> lines = StatusTable.lines(Clusters.of(slaves), terminal(columns, false));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    GoldenFile.assertSame("status-" + slaves + "-slaves-" + columns + ".txt", lines);
  }

  @Test
  void aStoreThatFailsIsAProblemAndItsSizeMayBeUnknown() {
    ClusterStatus failed =
        Clusters.of(2)
            .withStore(
                new StoreUse(
                    "failed",
                    Optional.of("the disk is full: make room"),
                    OptionalLong.of(1234),
                    OptionalLong.empty(),
                    7,
                    3));
    assertThat(StatusTable.lines(failed, Style.PLAIN))
        .anyMatch(line -> line.startsWith("ATTENTION: the store keeps nothing (failed)"))
        .contains("store   failed, 1234 results, size unknown; 3 wait, 7 dropped since the start");
    assertThat(Health.of(failed).now())
        .containsExactly(
            new Health.Problem("the store keeps nothing (failed)", "the disk is full: make room"));
  }

  @Test
  void aBrokerThatIsAwayIsAProblem() {
    ClusterStatus away =
        Clusters.of(2).withMqtt(new BrokerUse("away", Optional.of("b:1883: nothing there"), 12, 3));
    assertThat(StatusTable.lines(away, Style.PLAIN))
        .anyMatch(line -> line.startsWith("ATTENTION: the MQTT broker is not told of everything"))
        .contains("mqtt    away; 12 wait, 3 refused since the start");
    assertThat(Health.of(away).now())
        .containsExactly(
            new Health.Problem(
                "the MQTT broker is not told of everything",
                "b:1883: nothing there: try lynceus mqtt test"));
    ClusterStatus connected =
        Clusters.of(2).withMqtt(new BrokerUse("connected", Optional.empty(), 0, 0));
    assertThat(Health.of(connected).now()).isEmpty();
  }

  @Test
  void aWebhookThatFailsOrIsGoneIsAProblem() {
    ClusterStatus status =
        Clusters.of(2)
            .withWebhooks(
                List.of(
                    webhook("hall", "ok", Optional.empty()),
                    webhook("phone", "failing", Optional.of("answered 503")),
                    webhook("old", "gone", Optional.empty())));
    assertThat(StatusTable.lines(status, Style.PLAIN))
        .contains(
            "webhook hall ok; 3 wait, unknown given up",
            "webhook phone failing; 3 wait, unknown given up");
    assertThat(Health.of(status).now())
        .containsExactly(
            new Health.Problem(
                "the webhook phone is not told of events (failing)",
                "answered 503: try lynceus webhooks test phone"),
            new Health.Problem(
                "the webhook old is not told of events (gone)",
                "the receiver wants nothing more: try lynceus webhooks test old"));
  }

  private static WebhookUse webhook(String name, String state, Optional<String> problem) {
    return new WebhookUse(name, state, problem, OptionalLong.of(3), OptionalLong.empty());
  }

  @Test
  void coloursChangeNoText() {
    for (int columns : new int[] {60, 80, 200}) {
      List<String> plain = StatusTable.lines(Clusters.of(40), terminal(columns, false));
      List<String> coloured = StatusTable.lines(Clusters.of(40), terminal(columns, true));
      assertThat(coloured).isNotEqualTo(plain);
      assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "")).toList())
          .isEqualTo(plain);
    }
  }

  @Test
  void illSlavesComeFirstAndAreColoured() {
    List<String> lines = StatusTable.lines(Clusters.of(40), terminal(120, true));
    int head =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("SLAVE"))
            .findFirst()
            .orElseThrow();
    assertThat(lines.get(0))
        .startsWith(
            "\u001b[31mATTENTION:\u001b[0m vision08-4 is silent; vision07-3 4.2 times slow");
    assertThat(lines.get(head + 1)).startsWith("\u001b[31mvision08-4");
    assertThat(lines.get(head + 2)).startsWith("\u001b[33mvision07-3");
    assertThat(lines.get(head + 3)).startsWith("vision10-3").contains("\u001b[33mdrained");
    assertThat(lines.get(head + 4)).startsWith("vision01-1").contains("\u001b[32mready");
  }

  @Test
  void aFileGetsAllColumnsWithoutColours() {
    List<String> lines = StatusTable.lines(Clusters.of(2), Style.PLAIN);
    assertThat(lines).anyMatch(line -> line.contains("ADDRESS") && line.endsWith("PICTURES"));
    assertThat(String.join("", lines)).doesNotContain("\u001b");
  }

  @Test
  void aNameThatIsTooLongLosesItsMiddle() {
    String name = "building-seven-basement-west-corridor-camera-server-rack-12-slave-3";
    List<String> lines =
        StatusTable.lines(
            Clusters.status(List.of(Clusters.slave(name, 1, State.READY))), terminal(60, false));
    assertThat(lines).anyMatch(line -> line.matches("building-.*….*12-slave-3  ready .*"));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
  }

  @Test
  void aHostileNameCannotMoveTheCursor() {
    Slave slave = Clusters.slave("a\u001b[2Jb", 3, State.READY);
    String page =
        String.join("\n", StatusTable.lines(Clusters.status(List.of(slave)), terminal(80, true)));
    assertThat(page).doesNotContain("\u001b[2J").contains("a\\u001b[2Jb");
  }

  @Test
  void whatIsWrongNowIsNamed() {
    Slave full = Clusters.slave("full", 1, State.READY, new MemoryUse(0, 0, 0, 95, 100));
    assertThat(verdict(Clusters.status(List.of(full))))
        .isEqualTo("ATTENTION: full has 95 % of its memory");
    Slave drained = Clusters.slave("a", 1, State.DRAINING);
    assertThat(verdict(Clusters.status(List.of(drained))))
        .isEqualTo("ATTENTION: no slave is ready");
    ClusterStatus well = Clusters.of(2);
    ClusterStatus busy =
        new ClusterStatus(
            well.master(),
            well.tasks(),
            well.attempts(),
            well.queue(),
            new Load(9, 0.4, Duration.ofMillis(300)),
            well.slaves());
    assertThat(verdict(busy)).isEqualTo("ATTENTION: 0.40 images/s are refused as busy");
  }

  @Test
  void oneSlaveOfTwoThatDrainsIsNoIllness() {
    Slave ready = Clusters.slave("a", 1.4, State.READY);
    Slave drained = Clusters.slave("b", 1, State.DRAINING);
    assertThat(verdict(Clusters.status(List.of(ready, drained))))
        .isEqualTo("OK: 1 slave ready, 3 threads, 2 units in hand; 1 slave draining");
  }

  @Test
  void aVerdictNamesThreeProblemsAtMost() {
    List<Slave> silent =
        IntStream.range(0, 5).mapToObj(i -> Clusters.slave("s" + i, 1, State.SUSPECT)).toList();
    assertThat(verdict(Clusters.status(silent)))
        .isEqualTo("ATTENTION: no slave is ready; s0 is silent; s1 is silent; and 3 more");
  }

  @Test
  void aScreenKeepsTheFirstLines() {
    assertThat(StatusScreen.fitted(List.of("a", "b", "c"), 3)).containsExactly("a", "b", "c");
    assertThat(StatusScreen.fitted(List.of("a", "b", "c", "d"), 3))
        .containsExactly("a", "b", "… 2 more lines");
    assertThat(StatusScreen.page(List.of("a"), false)).isEqualTo("\u001b[Ha\u001b[K\n\u001b[J");
  }

  private static String verdict(ClusterStatus status) {
    return String.join("\n", Verdict.lines(status, Style.PLAIN));
  }

  private static Style terminal(int columns, boolean colours) {
    return new Style(columns, 24, colours);
  }
}
