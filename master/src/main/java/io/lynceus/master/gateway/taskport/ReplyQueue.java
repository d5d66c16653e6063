package io.lynceus.master.gateway.taskport;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Lines that are completed in any order and leave in the order of their places. One thread. */
final class ReplyQueue {
  private final Deque<Place> places = new ArrayDeque<>();

  /** The next place. */
  Place reserve() {
    Place place = new Place();
    places.add(place);
    return place;
  }

  /** The line that is next, or null while it is not complete. */
  @Nullable String poll() {
    Place first = places.peek();
    if (first == null || first.line == null) {
      return null;
    }
    places.remove();
    return first.line;
  }

  /** Places reserved whose lines have not left. */
  int size() {
    return places.size();
  }

  /** Where a line will stand. */
  static final class Place {
    private @Nullable String line;

    /** Completes the place, once. */
    void fill(String line) {
      this.line = line;
    }
  }
}
