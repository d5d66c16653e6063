package io.lynceus.scene.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of an area in a time.
 *
 * @param area its name
 * @param to exclusive; the present, if that is earlier
 * @param in who went in; empty: nothing of the time was seen
 * @param out who went out; likewise
 * @param covered the part of the time that was seen, by the line that was seen least, 0 to 1
 * @param doubtful how many of in and out together could have been somebody else
 * @param occupancy who is in the area at the end; empty: not known
 */
public record LedgerRow(
    String area,
    Instant from,
    Instant to,
    Optional<Estimate> in,
    Optional<Estimate> out,
    double covered,
    int doubtful,
    Optional<Estimate> occupancy) {

  /**
   * A number with its bounds, between which it really is in 19 of 20 cases.
   *
   * @param counted at least 0
   * @param high empty: not known, because too much of the time was not seen
   */
  public record Estimate(int counted, int low, OptionalInt high) {}
}
