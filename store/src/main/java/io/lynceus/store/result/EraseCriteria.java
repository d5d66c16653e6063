package io.lynceus.store.result;

import io.lynceus.model.event.SceneEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * Which results are to be erased: those of which all that is given holds. At least one is given.
 *
 * @param person a result with a finding of that person goes
 * @param from the earliest time of a still, inclusive
 * @param to the latest, exclusive
 */
public record EraseCriteria(
    Optional<String> camera,
    Optional<String> label,
    Optional<String> person,
    Optional<Instant> from,
    Optional<Instant> to) {

  /**
   * Checks that something is given.
   *
   * @throws IllegalArgumentException when nothing is, or the times are in the wrong order
   */
  public EraseCriteria {
    if (camera.isEmpty() && label.isEmpty() && person.isEmpty() && from.isEmpty() && to.isEmpty()) {
      throw new IllegalArgumentException(
          "say what is to be erased: camera, label, person, from or to");
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new IllegalArgumentException("from is later than to");
    }
  }

  /** Whether all that belongs to a camera goes. */
  public boolean isWholeCamera() {
    return camera.isPresent()
        && label.isEmpty()
        && person.isEmpty()
        && from.isEmpty()
        && to.isEmpty();
  }

  /** Whether an event is to be erased; no event has a person. */
  public boolean holdsFor(SceneEvent event) {
    return person.isEmpty()
        && camera.map(event.camera().name()::equals).orElse(true)
        && label.map(event.label()::equals).orElse(true)
        && !from.map(event.started()::isBefore).orElse(false)
        && to.map(event.started()::isBefore).orElse(true);
  }

  /** The results that this finds, as a search. */
  public ResultQuery asQuery() {
    return new ResultQuery(
        camera,
        label,
        Optional.empty(),
        person,
        from,
        to,
        ResultQuery.ALL.minScore(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ResultQuery.MAX_LIMIT);
  }
}
