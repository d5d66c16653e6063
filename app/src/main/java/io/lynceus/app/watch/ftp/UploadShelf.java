package io.lynceus.app.watch.ftp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What clients may ask for after an upload: the beginning of one that was cut off, to go on with,
 * and the size of one that was taken, whose bytes are gone. Each for some minutes; the oldest go
 * first. Any thread may call it.
 */
final class UploadShelf {
  /** Cut uploads that are kept; each has its memory taken. */
  static final int MOST_CUT = 32;

  static final int MOST_TAKEN = 1000;
  static final Duration KEPT = Duration.ofMinutes(2);

  private final LongSupplier clock;
  private final Map<Key, Cut> cut = new LinkedHashMap<>();
  private final Map<Key, Long> taken = new LinkedHashMap<>();

  private record Key(String user, String path) {}

  private record Cut(UploadBytes bytes, long since) {}

  /**
   * @param clock nanoseconds that never go back
   */
  UploadShelf(LongSupplier clock) {
    this.clock = clock;
  }

  /** Keeps what has come of an upload; it is this shelf's from now on. */
  void keep(String user, String path, UploadBytes bytes) {
    Deque<UploadBytes> dropped = new ArrayDeque<>();
    synchronized (this) {
      dropOld(dropped);
      Cut before = cut.put(new Key(user, path), new Cut(bytes, clock.getAsLong()));
      if (before != null) {
        dropped.add(before.bytes());
      }
      taken.remove(new Key(user, path));
      if (cut.size() > MOST_CUT) {
        Iterator<Cut> oldest = cut.values().iterator();
        dropped.add(oldest.next().bytes());
        oldest.remove();
      }
    }
    dropped.forEach(UploadBytes::close);
  }

  /** Takes the beginning of an upload, if it is there: it is the caller's from now on. */
  Optional<UploadBytes> take(String user, String path) {
    Deque<UploadBytes> dropped = new ArrayDeque<>();
    Cut found;
    synchronized (this) {
      dropOld(dropped);
      found = cut.remove(new Key(user, path));
    }
    dropped.forEach(UploadBytes::close);
    return Optional.ofNullable(found).map(Cut::bytes);
  }

  /** Frees the memory of all cut uploads, for new ones. */
  void drop() {
    Deque<UploadBytes> dropped = new ArrayDeque<>();
    synchronized (this) {
      cut.values().forEach(each -> dropped.add(each.bytes()));
      cut.clear();
    }
    dropped.forEach(UploadBytes::close);
  }

  /** An upload was taken, and has this size. */
  synchronized void taken(String user, String path, long bytes) {
    Cut before = cut.remove(new Key(user, path)); // of an upload that was begun anew
    if (before != null) {
      before.bytes().close();
    }
    taken.put(new Key(user, path), bytes);
    if (taken.size() > MOST_TAKEN) {
      Iterator<Long> oldest = taken.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The size of a cut or taken upload. */
  synchronized OptionalLong size(String user, String path) {
    Cut part = cut.get(new Key(user, path));
    if (part != null) {
      return OptionalLong.of(part.bytes().size());
    }
    Long all = taken.get(new Key(user, path));
    return all == null ? OptionalLong.empty() : OptionalLong.of(all);
  }

  /** Gives a taken upload another name; returns whether there is one. */
  synchronized boolean rename(String user, String from, String to) {
    Long bytes = taken.remove(new Key(user, from));
    if (bytes != null) {
      taken(user, to, bytes);
    }
    return bytes != null;
  }

  /** Forgets a taken upload; returns whether there was one. */
  synchronized boolean forget(String user, String path) {
    return taken.remove(new Key(user, path)) != null;
  }

  private void dropOld(Deque<UploadBytes> dropped) {
    long now = clock.getAsLong();
    for (Iterator<Cut> all = cut.values().iterator(); all.hasNext(); ) {
      Cut each = all.next();
      if (now - each.since() > KEPT.toNanos()) {
        dropped.add(each.bytes());
        all.remove();
      }
    }
  }
}
