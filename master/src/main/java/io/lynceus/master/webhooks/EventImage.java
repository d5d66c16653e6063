package io.lynceus.master.webhooks;

import io.lynceus.model.event.BestStill;
import java.io.IOException;
import java.util.Optional;

/** A picture that goes along with an event. Nobody changes its bytes. */
final class EventImage {
  private final String type;
  private final byte[] bytes;

  /**
   * @param type such as {@code image/jpeg}
   * @param bytes of its file
   */
  EventImage(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  String type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where pictures are. Any thread may call it; it may wait. */
  @FunctionalInterface
  interface Source {
    /**
     * The picture of a still, or its thumbnail where the picture is larger.
     *
     * @param most bytes
     * @return empty if there is none that is small enough
     * @throws IOException when the store cannot say
     */
    Optional<EventImage> find(BestStill still, long most) throws IOException;
  }
}
