package io.lynceus.master.delivery;

import io.lynceus.store.result.OutboxItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The latest {@value #MOST} changes that were given up and are not in a store. Any thread may call
 * it.
 */
final class DeadInMemory {
  static final int MOST = 1000;

  private final Deque<OutboxItem> items = new ArrayDeque<>();

  synchronized void add(OutboxItem item) {
    items.addFirst(item);
    if (items.size() > MOST) {
      items.removeLast();
    }
  }

  synchronized int size() {
    return items.size();
  }

  /** The latest of them first. */
  synchronized List<OutboxItem> list(int limit) {
    return items.stream().limit(limit).toList();
  }

  synchronized void removeIf(Predicate<OutboxItem> condition) {
    items.removeIf(condition);
  }

  /** Takes one out, or all of them. */
  synchronized List<OutboxItem> take(Optional<String> id) {
    Stream<OutboxItem> chosen =
        items.stream().filter(item -> id.isEmpty() || id.get().equals(item.id()));
    List<OutboxItem> taken = chosen.toList();
    items.removeAll(taken);
    return taken;
  }
}
