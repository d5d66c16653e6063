package io.lynceus.master.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerDeskTest {
  private static final Camera HALL = new Camera("hall");
  private static final LineConfig DOOR =
      new LineConfig(
          "door",
          "hall",
          new Vertex(0.5, 0),
          new Vertex(0.5, 1),
          true,
          LineConfig.LABELS,
          LineConfig.MAX_GAP,
          List.of());

  @TempDir private Path folder;

  // The store deletes what is too old by the clock of this machine.
  private Instant now = LineCount.quarter(Instant.now());
  private int number;

  private LedgerDesk desk(ResultStore store) {
    LedgerDesk desk = new LedgerDesk(() -> now, Optional.of(store.ledger()));
    desk.settings(CameraSet.NONE.withLedger(new LedgerConfig(Map.of("door", DOOR), Map.of())));
    return desk;
  }

  private GivenReply still(double x) {
    number++;
    now = now.plusSeconds(1);
    Detection person = Detection.labelled("person", 0.9f, new Box((float) x - 20, 100, 40, 100));
    Reply reply =
        new Reply(
            "r" + number,
            Optional.empty(),
            Status.COMPLETE,
            Optional.empty(),
            Optional.of(
                new ImageInfo(ImageFormat.JPEG, 640, 480, 1000, String.format("%064x", number))),
            new StillInfo(
                Optional.of(HALL),
                Optional.of(new StillTime(now.atOffset(ZoneOffset.UTC), TimeSource.OPTION))),
            new Results(
                Map.of(),
                Map.of(
                    Analysis.OBJECTS, UnitReply.ok(Findings.ofDetections("m", List.of(person))))),
            Optional.empty());
    return new GivenReply(Ask.DEFAULT, reply, Optional.empty(), Optional.empty());
  }

  private List<LineCount> stored(ResultStore store) throws Exception {
    return store
        .ledger()
        .list(List.of(LineCount.none("door", HALL, now)), Optional.empty(), now.plusSeconds(9999));
  }

  @Test
  void aCrossingIsStoredAtOnceAndTheTimeThatWasSeenAtTheEnd() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      LedgerDesk desk = desk(store);
      for (int x = 200; x <= 440; x += 40) {
        desk.hear(still(x), false);
      }
      assertThat(stored(store)).hasSize(1);
      assertThat(stored(store).get(0).in()).isEqualTo(1);
      for (int i = 0; i < 5; i++) {
        desk.hear(still(440), false);
      }
      desk.close();
      assertThat(stored(store).get(0).coveredMillis()).isEqualTo(11_000);
    }
  }

  @Test
  void aMasterThatStartsAgainCountsOn() throws Exception {
    for (int run = 0; run < 2; run++) {
      try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
        LedgerDesk desk = desk(store);
        for (int x = 200; x <= 440; x += 40) {
          desk.hear(still(x), false);
        }
        desk.close();
        assertThat(stored(store).get(0).in()).isEqualTo(run + 1);
      }
    }
  }

  @Test
  void whatWaitsOfACameraThatIsErasedIsForgotten() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      LedgerDesk desk = desk(store);
      desk.hear(still(100), false);
      desk.hear(still(100), false); // the first time that was seen is stored at once
      desk.hear(still(100), false);
      desk.forget(HALL);
      desk.close();
      assertThat(stored(store).get(0).coveredMillis()).isEqualTo(1000);
    }
  }

  @Test
  void aStillOfACameraThatDoesNotSeeIsNoTimeThatWasSeen() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      LedgerDesk desk = desk(store);
      desk.hear(still(100), false);
      desk.hear(still(100), false);
      for (int i = 0; i < 20; i++) {
        desk.hear(still(100), true);
      }
      desk.hear(still(100), false);
      desk.close();
      assertThat(stored(store).get(0).coveredMillis()).isEqualTo(1000);
    }
  }
}
