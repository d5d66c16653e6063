package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the store promises of the ledger, with each database. */
abstract class LedgerContract extends OutboxContract {
  private static final Instant QUARTER = LineCount.quarter(START);

  private static LineCount count(String camera, int quarter, int in, int out) {
    return new LineCount(
        "door",
        new Camera(camera),
        QUARTER.plus(LineCount.QUARTER.multipliedBy(quarter)),
        in,
        out,
        1,
        60_000,
        60);
  }

  private List<LineCount> of(String camera) throws StoreException {
    return store()
        .ledger()
        .list(
            List.of(LineCount.none("door", new Camera(camera), QUARTER)),
            Optional.empty(),
            QUARTER.plusSeconds(1_000_000));
  }

  /** Stands for rows that are not there any more. */
  private static LineCount gone(String camera) {
    return LineCount.none("door", new Camera(camera), Instant.EPOCH);
  }

  @Test
  void whoseRowsHaveGoneByTheirAgeHasOneThatSaysSo() throws Exception {
    reopen(keeping(config(), new Keep(Duration.ofDays(2), Duration.ofDays(1), Map.of())));
    store().ledger().add(List.of(count("hall", 0, 1, 0), count("hall", 150, 2, 0)));
    assertThat(of("hall")).hasSize(2);
    host.advance(Duration.ofHours(49));
    await().atMost(PATIENCE).until(() -> of("hall").contains(gone("hall")));
    assertThat(of("hall")).containsExactly(gone("hall"), count("hall", 150, 2, 0));
    assertThat(store().check().problems()).isEmpty();
  }

  @Test
  void countsOfAQuarterAreAddedAndOutliveTheStore() throws Exception {
    add(TestResults.person("r1", START, "hall"));
    store().ledger().add(List.of(count("hall", 0, 1, 0), count("hall", 1, 0, 4)));
    store().ledger().add(List.of(count("hall", 0, 2, 1), count("yard", 0, 7, 7)));
    reopen(config());
    LineCount sum = count("hall", 0, 1, 0).plus(count("hall", 0, 2, 1));
    assertThat(of("hall")).containsExactly(sum, count("hall", 1, 0, 4));
    assertThat(of("yard")).containsExactly(count("yard", 0, 7, 7));
    assertThat(of("attic")).isEmpty();
    assertThat(store().check().problems()).isEmpty();
  }

  @Test
  void theRowsOfATimeAreThoseThatBeginInIt() throws Exception {
    store()
        .ledger()
        .add(List.of(count("hall", 0, 1, 0), count("hall", 1, 2, 0), count("hall", 2, 3, 0)));
    LineCount line = LineCount.none("door", new Camera("hall"), QUARTER);
    assertThat(
            store()
                .ledger()
                .list(
                    List.of(line),
                    Optional.of(QUARTER.plusSeconds(900)),
                    QUARTER.plusSeconds(1800)))
        .containsExactly(count("hall", 1, 2, 0));
  }

  @Test
  void countsGoWithTheCameraOrTheTimeThatIsErasedAndNotWithALabel() throws Exception {
    add(TestResults.person("r1", START, "hall"), TestResults.person("r2", START, "yard"));
    store()
        .ledger()
        .add(List.of(count("hall", 0, 1, 0), count("hall", 8, 2, 0), count("yard", 0, 3, 0)));
    erase(Optional.of("hall"), Optional.of("person"), Optional.empty(), Optional.empty());
    assertThat(of("hall")).hasSize(2);
    erase(
        Optional.of("hall"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(QUARTER.plusSeconds(60)));
    assertThat(of("hall")).containsExactly(gone("hall"), count("hall", 8, 2, 0));
    erase(Optional.of("yard"), Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(of("yard")).isEmpty();
    assertThat(of("hall")).hasSize(2);
  }

  private void erase(
      Optional<String> camera, Optional<String> label, Optional<Instant> from, Optional<Instant> to)
      throws StoreException {
    long unused = store().erase(new EraseCriteria(camera, label, Optional.empty(), from, to));
  }
}
