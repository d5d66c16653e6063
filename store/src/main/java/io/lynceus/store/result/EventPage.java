package io.lynceus.store.result;

import java.util.List;
import java.util.Optional;

/**
 * Events, those that began last first.
 *
 * @param next the cursor of the next page; empty when this is the last one
 */
public record EventPage(List<StoredEvent> events, Optional<String> next) {
  public EventPage {
    events = List.copyOf(events);
  }
}
