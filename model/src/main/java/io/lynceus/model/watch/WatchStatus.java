package io.lynceus.model.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A watch, as told to people and programs.
 *
 * @param camera its name
 * @param label of the objects that count as what is watched; absent: none
 * @param since the time of the first still of this state; absent where no still says it
 * @param reason why, and what to do, as a clause
 * @param stills that decided, the latest last
 * @param references how many looks of the region are known
 */
public record WatchStatus(
    String name,
    String camera,
    WatchKind kind,
    Optional<String> label,
    WatchRegion region,
    WatchState state,
    Optional<Instant> since,
    String reason,
    List<Decided> stills,
    int references) {
  public WatchStatus {
    stills = List.copyOf(stills);
  }

  /** Whether something is wrong; empty if nobody can say. */
  public Optional<Boolean> problem() {
    return state.isProblem(kind);
  }

  /**
   * What one still says.
   *
   * @param image the id of its reply
   * @param score how much the region looks as it should, 0 to 1; absent if that is not known
   */
  public record Decided(String image, Instant time, WatchState says, Optional<Double> score) {}
}
