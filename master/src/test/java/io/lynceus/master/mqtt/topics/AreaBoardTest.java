package io.lynceus.master.mqtt.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.mqtt.session.RetainedTopics;
import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.scene.ledger.LedgerRow.Estimate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AreaBoardTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-30T00:00:00Z");

  private final RetainedTopics retained = new RetainedTopics();
  private final AreaBoard board = new AreaBoard("lynceus", retained);

  /** A hall with one door. */
  static LedgerConfig hall() {
    LineConfig door =
        new LineConfig(
            "door",
            "gate",
            new Vertex(0, 0.5),
            new Vertex(1, 0.5),
            true,
            LineConfig.LABELS,
            LineConfig.MAX_GAP,
            List.of());
    AreaConfig hall =
        new AreaConfig("hall", "Hall", List.of("door"), OptionalInt.empty(), Optional.empty());
    return new LedgerConfig(Map.of("door", door), Map.of("hall", hall));
  }

  private static LedgerRow row(String area, Optional<Estimate> occupancy) {
    return new LedgerRow(
        area,
        MIDNIGHT,
        MIDNIGHT.plusSeconds(3600),
        Optional.of(new Estimate(12, 9, OptionalInt.of(16))),
        Optional.of(new Estimate(3, 1, OptionalInt.empty())),
        0.404,
        2,
        occupancy);
  }

  private Map<String, String> kept() {
    retained.tellAgain(topic -> true);
    Map<String, String> kept = new TreeMap<>();
    for (int i = retained.waiting(); i > 0; i--) {
      retained.next().ifPresent(message -> kept.put(message.topic(), message.text()));
    }
    return kept;
  }

  @Test
  void theNumbersOfTodayAreToldWithTheirBoundsAndWhatIsNotKnownIsNone() {
    board.describe(CameraSet.NONE.withLedger(hall()));
    assertThat(kept())
        .containsEntry("lynceus/area/hall/in", "None")
        .containsEntry("lynceus/area/hall/occupancy", "None")
        .containsEntry("lynceus/area/hall/in/attributes", "{}");
    board.know(List.of(row("hall", Optional.empty()), row("attic", Optional.empty())));
    assertThat(kept())
        .hasSize(6)
        .containsEntry("lynceus/area/hall/in", "12")
        .containsEntry(
            "lynceus/area/hall/in/attributes",
            "{\"low\":9,\"high\":16,\"covered\":0.4,\"doubtful\":2}")
        .containsEntry("lynceus/area/hall/out", "3")
        .containsEntry(
            "lynceus/area/hall/out/attributes",
            "{\"low\":1,\"high\":null,\"covered\":0.4,\"doubtful\":2}")
        .containsEntry("lynceus/area/hall/occupancy", "None");
    board.know(List.of(row("hall", Optional.of(new Estimate(9, 0, OptionalInt.empty())))));
    assertThat(kept()).containsEntry("lynceus/area/hall/occupancy", "9");
  }

  @Test
  void whenTheStoreFailsOrTheMasterStopsNothingIsKnown() {
    board.describe(CameraSet.NONE.withLedger(hall()));
    board.know(List.of(row("hall", Optional.empty())));
    board.know(List.of());
    assertThat(kept()).containsEntry("lynceus/area/hall/in", "None");
    board.know(List.of(row("hall", Optional.empty())));
    board.stop();
    assertThat(kept())
        .containsEntry("lynceus/area/hall/out", "None")
        .containsEntry("lynceus/area/hall/out/attributes", "{}");
  }

  @Test
  void anAreaThatIsNoMoreIsTakenFromTheBroker() {
    board.describe(CameraSet.NONE.withLedger(hall()));
    board.describe(CameraSet.NONE);
    assertThat(board.all()).isEmpty();
    assertThat(kept()).hasSize(6).allSatisfy((topic, text) -> assertThat(text).isEmpty());
  }
}
