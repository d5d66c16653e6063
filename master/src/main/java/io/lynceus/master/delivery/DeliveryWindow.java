package io.lynceus.master.delivery;

import io.lynceus.store.result.OutboxItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The oldest changes that a channel has to be told of, in their order. Not for several threads. */
final class DeliveryWindow {
  static final int MOST = 1000;

  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private int inFlight;
  private long readUpTo;

  /** A change that waits, or is on its way. */
  static final class Entry {
    private final boolean kept;
    private OutboxItem item;
    private @Nullable Instant begun;

    private Entry(OutboxItem item, boolean kept) {
      this.item = item;
      this.kept = kept;
    }

    OutboxItem item() {
      return item;
    }

    /** Whether it is in the store. */
    boolean kept() {
      return kept;
    }

    boolean isInFlight() {
      return begun != null;
    }

    /** When the attempt began that is on its way. */
    Instant begun() {
      return Optional.ofNullable(begun).orElseThrow();
    }
  }

  int size() {
    return entries.size();
  }

  boolean isFull() {
    return entries.size() >= MOST;
  }

  int inFlight() {
    return inFlight;
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  /** The place up to which all that is in the store was read, or came by itself. */
  long readUpTo() {
    return readUpTo;
  }

  /** What is in the store from that place on is read once more. */
  void readAgainFrom(long place) {
    readUpTo = Math.min(readUpTo, place - 1);
  }

  /**
   * Adds a new one.
   *
   * <p>Where the window is full, the oldest that is not in the store has to go, and where all are
   * in the store, the latest, which is read from there once more: {@link #readUpTo} is less then.
   *
   * @return how many were lost for that
   */
  int add(OutboxItem item, boolean kept) {
    if (kept) {
      if (item.seq() > readUpTo) {
        addRead(item);
      }
      return 0;
    }
    int lost = 0;
    if (isFull()) {
      Optional<Entry> oldest = firstWaiting(entries, false);
      Optional<Entry> latest = firstWaiting(entries.descendingMap(), true);
      if (oldest.isPresent()) {
        lost = 1;
        remove(oldest.get());
      } else if (latest.isPresent()) {
        remove(latest.get());
        readAgainFrom(latest.get().item.seq());
      } else {
        return 1;
      }
    }
    entries.put(item.seq(), new Entry(item, false));
    return lost;
  }

  private static Optional<Entry> firstWaiting(NavigableMap<Long, Entry> from, boolean kept) {
    return from.values().stream()
        .filter(each -> each.kept == kept && !each.isInFlight())
        .findFirst();
  }

  /** Adds the next one of the store. */
  void addRead(OutboxItem item) {
    addEarlier(item);
    readUpTo = Math.max(readUpTo, item.seq());
  }

  /** Adds one of the store that has its place among those that were read. */
  void addEarlier(OutboxItem item) {
    entries.putIfAbsent(item.seq(), new Entry(item, true));
  }

  /** What is in the store and not on its way is read from there once more. */
  void readAnew() {
    List.copyOf(entries.values()).stream()
        .filter(entry -> entry.kept && !entry.isInFlight())
        .forEach(this::remove);
    readUpTo = 0;
  }

  /** An attempt begins. */
  void begin(Entry entry, Instant now) {
    entry.begun = now;
    inFlight++;
  }

  /** Whether that attempt is the one on its way. */
  boolean isCurrent(Entry entry, Instant begun) {
    return entries.get(entry.item.seq()) == entry && begun.equals(entry.begun);
  }

  /** The attempt has failed, and the item is as it says now. */
  void retry(Entry entry, OutboxItem later) {
    land(entry);
    entry.item = later;
  }

  void remove(Entry entry) {
    if (entries.remove(entry.item.seq(), entry)) {
      land(entry);
    }
  }

  void removeIf(Predicate<OutboxItem> condition) {
    List.copyOf(entries.values()).stream()
        .filter(entry -> condition.test(entry.item))
        .forEach(this::remove);
  }

  private void land(Entry entry) {
    if (entry.begun != null) {
      entry.begun = null;
      inFlight--;
    }
  }

  /** Attempts that began before that time. */
  List<Entry> overdue(Instant before) {
    return entries.values().stream()
        .filter(entry -> entry.begun != null && entry.begun.isBefore(before))
        .toList();
  }

  /**
   * When something is due, apart from what is due already and waits for another one.
   *
   * @param patience with an attempt
   * @param ready whether attempts can begin
   * @return {@link Instant#MAX} for never
   */
  Instant nextDue(Instant now, Duration patience, boolean ready) {
    Instant next = Instant.MAX;
    Set<String> cameras = new HashSet<>();
    for (Entry entry : entries.values()) {
      if (cameras.add(entry.item.camera()) || entry.begun != null) {
        Instant due =
            entry.begun != null
                ? entry.begun.plus(patience)
                : ready && entry.item.due().isAfter(now) ? entry.item.due() : Instant.MAX;
        next = due.isBefore(next) ? due : next;
      }
    }
    return next;
  }
}
