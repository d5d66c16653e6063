package io.lynceus.master.gateway.taskport;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Lines that are completed in any order and sent in the order of their places. One thread. */
final class ReplyQueue {
  private final Deque<Place> places = new ArrayDeque<>();

  /** Reserves the next place. */
  Place reserve() {
    Place place = new Place();
    places.add(place);
    return place;
  }

  /** Removes the next line; null while it is not complete. */
  @Nullable String poll() {
    Place first = places.peek();
    if (first == null || first.line == null) {
      return null;
    }
    places.remove();
    return first.line;
  }

  /** Reserved places whose lines have not been removed. */
  int size() {
    return places.size();
  }

  /** A line's place in the queue. */
  static final class Place {
    private @Nullable String line;

    /** Completes the place, once. */
    void fill(String line) {
      this.line = line;
    }
  }
}
