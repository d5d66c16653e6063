package io.lynceus.store.result;

import io.lynceus.model.event.SceneEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event from the store.
 *
 * @param seen who has marked it as seen; empty if nobody has
 * @param hasOriginal whether the file of its best still is there
 * @param hasThumbnail whether a thumbnail of it is there
 */
public record StoredEvent(
    SceneEvent event, Optional<Seen> seen, boolean hasOriginal, boolean hasThumbnail) {

  /**
   * A mark.
   *
   * @param at by the master's clock
   * @param by the name of the token; empty for none
   */
  public record Seen(Instant at, String by) {}
}
