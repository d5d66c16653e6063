package io.lynceus.app.watch.folder;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that was taken and has no outcome yet. For the thread of {@link FolderWatch}. */
final class InHand {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final WatchedFolder folder;
  private final FoundFile file;
  private final int slot;
  private final Ask ask;
  private int tries = 1;
  private Duration pause = FIRST_PAUSE;
  private long due;
  private @Nullable Reply reply;
  private Fate fate = Fate.AGAIN;

  /**
   * @param folder that it came from
   * @param file where it lies now, and where it belongs
   * @param slot of the folder's work, or -1 when it stays in its place
   * @param ask with its id
   * @param now when it may be sent, in nanoseconds of {@link System#nanoTime}
   */
  InHand(WatchedFolder folder, FoundFile file, int slot, Ask ask, long now) {
    this.folder = folder;
    this.file = file;
    this.slot = slot;
    this.ask = ask;
    this.due = now;
  }

  WatchedFolder folder() {
    return folder;
  }

  FoundFile file() {
    return file;
  }

  int slot() {
    return slot;
  }

  /** What is asked now: a reply that came too late is kept by its id, so each try has its own. */
  Ask ask() {
    return tries == 1 ? ask : ask.withId(ask.id().map(id -> id + "-" + tries));
  }

  /** The reply that decides, while the file could not be put away. */
  Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  /** What becomes of the file; {@link Fate#AGAIN} until it is decided. */
  Fate fate() {
    return fate;
  }

  /** The reply decides. */
  void decided(Reply outcome, Fate decision, long now) {
    reply = outcome;
    fate = decision;
    pause = FIRST_PAUSE;
    due = now;
  }

  /** The master that has replied has perhaps not kept it. */
  void undecided(long now) {
    reply = null;
    fate = Fate.AGAIN;
    due = now;
  }

  boolean isDue(long now) {
    return due - now <= 0;
  }

  /** It is looked at again after a pause, which doubles up to a minute. */
  void later(long now) {
    due = now + pause.toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** How often it was sent, from 1. */
  int tries() {
    return tries;
  }

  void countTry() {
    tries++;
  }
}
