package io.lynceus.app.ledger;

import io.lynceus.scene.ledger.Calibration.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** What a calibration has measured, for people and for programs. */
final class CalibrationText {
  private CalibrationText() {}

  /**
   * A table.
   *
   * @param outcomes by stills per second
   */
  static List<String> table(SortedMap<Double, Outcome> outcomes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| stills | missed | extra | error of in + out | width of the interval | it holds in |");
    lines.add("|---|---|---|---|---|---|");
    outcomes.forEach(
        (perSecond, outcome) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s/s | %.3f | %.3f | %.0f %% | %.1f | %d of %d |",
                    number(perSecond),
                    outcome.rate().missed(),
                    outcome.rate().extra(),
                    100 * outcome.error(),
                    outcome.width(),
                    outcome.held(),
                    outcome.intervals())));
    return lines;
  }

  /** One line of JSON for each. */
  static List<String> json(SortedMap<Double, Outcome> outcomes) {
    List<String> lines = new ArrayList<>();
    outcomes.forEach(
        (perSecond, outcome) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "{\"stillsPerSecond\":%s,\"everyMs\":%d,\"missed\":%.4f,\"extra\":%.4f,"
                        + "\"crossings\":%d,\"error\":%.4f,\"width\":%.2f,\"held\":%d,"
                        + "\"intervals\":%d}",
                    number(perSecond),
                    outcome.rate().every().toMillis(),
                    outcome.rate().missed(),
                    outcome.rate().extra(),
                    outcome.crossings(),
                    outcome.error(),
                    outcome.width(),
                    outcome.held(),
                    outcome.intervals())));
    return lines;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
