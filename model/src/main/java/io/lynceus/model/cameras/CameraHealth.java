package io.lynceus.model.cameras;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a camera sees what it should, as told to people and programs.
 *
 * @param since the time of the first still of this state, or of the last still of a camera that is
 *     lost; absent where no still says it
 * @param reason why, and what to do, as a clause
 */
public record CameraHealth(HealthState state, Optional<Instant> since, String reason) {
  /** Of a camera whose health nobody judges. */
  public static final CameraHealth UNKNOWN = unknown("its health is not judged");

  /** A camera of which nobody can say. */
  public static CameraHealth unknown(String reason) {
    return new CameraHealth(HealthState.UNKNOWN, Optional.empty(), reason);
  }
}
