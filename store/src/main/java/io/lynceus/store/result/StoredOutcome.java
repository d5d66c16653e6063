package io.lynceus.store.result;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of one analysis of an image.
 *
 * @param analysis its key
 * @param status {@code ok}, {@code failed}, {@code timeout}, {@code poison} or {@code no_slave}
 * @param slave that computed it
 * @param millis on the slave
 */
public record StoredOutcome(
    String analysis, String status, Optional<String> slave, OptionalDouble millis) {

  /** Whether there are findings, perhaps none. */
  public boolean isOk() {
    return status.equals("ok");
  }
}
