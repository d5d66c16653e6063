package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.DispatchEvents;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Those outside dispatch who hear of its events. The dispatch thread calls them.
 *
 * @param events each is told all events; what one throws is logged, and does no harm
 * @param overload asked before an image is admitted: why nobody could hear of its reply now, in
 *     words for the client; empty if the image may be admitted
 * @param thumbnails whether one of them wants a thumbnail of a picture; asked for each
 */
public record Listeners(
    List<DispatchEvents> events, Supplier<Optional<String>> overload, BooleanSupplier thumbnails) {
  public Listeners {
    events = List.copyOf(events);
  }

  /** Listeners that want no thumbnails. */
  public Listeners(List<DispatchEvents> events, Supplier<Optional<String>> overload) {
    this(events, overload, () -> false);
  }

  /** Listeners that never refuse an image, and want no thumbnails. */
  public static Listeners of(DispatchEvents... events) {
    return new Listeners(List.of(events), Optional::empty);
  }
}
