package io.lynceus.app.watch.folder;

import io.lynceus.app.submit.FileStamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which files nobody writes to any more: those whose size and time of change have stood still for a
 * time. That time is measured here, from look to look: clocks of other machines, and steps of this
 * one's, do not matter. For one thread.
 */
final class Settling {
  private final long settleNanos;
  private Map<Path, Look> looks = new HashMap<>();

  /**
   * @param since when it was first seen like this
   * @param cut whether it was read like this, and its picture had no end
   */
  private record Look(FileStamp stamp, long since, boolean cut) {}

  Settling(Duration settle) {
    this.settleNanos = settle.toNanos();
  }

  /**
   * Takes what a look has found. Returns those that may be whole: those that have settled, and
   * those that have not been read as they are now.
   *
   * @param now in nanoseconds of a clock that never goes back
   */
  List<FoundFile> update(List<FoundFile> found, long now) {
    Map<Path, Look> next = new HashMap<>();
    List<FoundFile> perhaps = new ArrayList<>();
    for (FoundFile file : found) {
      Look last = looks.get(file.place());
      Look look =
          last != null && last.stamp().equals(file.stamp())
              ? last
              : new Look(file.stamp(), now, false);
      next.put(file.place(), look);
      if (!look.cut() || now - look.since() >= settleNanos) {
        perhaps.add(file);
      }
    }
    looks = next;
    perhaps.sort(FoundFile.OLDEST_FIRST);
    return perhaps;
  }

  /** Whether the file has stood still for long enough. */
  boolean isSettled(FoundFile file, long now) {
    Look look = looks.get(file.place());
    return look != null && look.stamp().equals(file.stamp()) && now - look.since() >= settleNanos;
  }

  /** The file was read, and its picture has no end yet. */
  void cut(FoundFile file) {
    looks.computeIfPresent(
        file.place(), (place, look) -> new Look(look.stamp(), look.since(), true));
  }
}
