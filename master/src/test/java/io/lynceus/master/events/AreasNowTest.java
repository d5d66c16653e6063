package io.lynceus.master.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.store.result.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AreasNowTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final List<List<LedgerRow>> told = new ArrayList<>();
  private Optional<StoreException> failure = Optional.empty();
  private int asked;

  private List<LedgerRow> ask(LedgerConfig config, Instant now) throws StoreException {
    asked++;
    if (failure.isPresent()) {
      throw failure.get();
    }
    return config.areas().keySet().stream()
        .map(
            area ->
                new LedgerRow(
                    area, now, now, Optional.empty(), Optional.empty(), 0, 0, Optional.empty()))
        .toList();
  }

  @Test
  void areasAreToldAndNothingIsWhileTheStoreFails() {
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
    try (AreasNow areas = new AreasNow(InstantSource.fixed(NOON), this::ask, told::add)) {
      areas.look();
      assertThat(asked).isZero(); // without an area, the store has its peace
      areas.settings(
          CameraSet.NONE.withLedger(new LedgerConfig(Map.of("door", door), Map.of("hall", hall))));
      areas.look();
      failure =
          Optional.of(new StoreException(StoreException.Reason.UNAVAILABLE, "the disk is full"));
      areas.look();
    }
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).extracting(LedgerRow::area).containsExactly("hall");
    assertThat(told.get(1)).isEmpty();
  }
}
