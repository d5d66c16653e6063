package io.lynceus.scene.ledger;

import io.lynceus.scene.camera.LineConfig.Rate;
import java.time.Duration;
import java.util.List;

/**
 * What is missed with stills that far apart: between two known intervals in the middle of them, by
 * the logarithm of the interval; outside as at the nearest one. Stateless.
 */
final class MissRates {
  /** Of made scenes, see {@code LedgerSequencesTest}. */
  static final List<Rate> USUAL =
      List.of(
          new Rate(Duration.ofMillis(140), 0.06, 0.02),
          new Rate(Duration.ofSeconds(1), 0.1, 0.04),
          new Rate(Duration.ofSeconds(2), 0.18, 0.06),
          new Rate(Duration.ofSeconds(5), 0.6, 0.2));

  private MissRates() {}

  /** The rate for an interval. */
  static Rate at(List<Rate> known, double seconds) {
    List<Rate> rates = known.isEmpty() ? USUAL : known;
    Rate before = rates.get(0);
    for (Rate after : rates) {
      double to = after.every().toMillis() / 1000.0;
      if (seconds <= to) {
        double from = before.every().toMillis() / 1000.0;
        double part = to > from ? Math.max(0, Math.log(seconds / from) / Math.log(to / from)) : 1;
        return new Rate(
            after.every(),
            before.missed() + part * (after.missed() - before.missed()),
            before.extra() + part * (after.extra() - before.extra()));
      }
      before = after;
    }
    return before;
  }
}
