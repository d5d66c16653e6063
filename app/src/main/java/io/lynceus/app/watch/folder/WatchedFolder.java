package io.lynceus.app.watch.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lynceus.app.cli.Text;
import io.lynceus.model.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One watched folder: what lies in it, what was taken of it, and where that goes. For one thread.
 */
final class WatchedFolder implements Closeable {
  /** Of this program, in the watched folder. */
  static final String OURS = ".lynceus";

  private final Path root;
  private final PictureAsk asks;
  private final WatchNotes notes;
  private final FolderScan scan;
  private final Settling settling;
  private final WorkFolder work;
  private final PutAway away;
  private final @Nullable SeenFiles seen;
  private final @Nullable FileChannel lock;

  /** Files that stay in their place and are in hand. */
  private final Set<Path> staying = new HashSet<>();

  private Deque<FoundFile> perhaps = new ArrayDeque<>();

  private WatchedFolder(
      Path root,
      WatchRules rules,
      PictureAsk asks,
      FileChanges changes,
      WatchNotes notes,
      Held held) {
    this.root = root;
    this.asks = asks;
    this.notes = notes;
    this.seen = held.seen();
    this.lock = held.lock();
    this.settling = new Settling(rules.settle());
    this.work = new WorkFolder(root.resolve(OURS).resolve("work"), changes);
    this.away = new PutAway(root, changes, rules, asks.zone());
    Set<Path> ours =
        Set.of(
            root.resolve(OURS),
            root.resolve(Fate.DONE.folder()),
            root.resolve(Fate.REJECTED.folder()),
            root.resolve(Fate.FAILED.folder()));
    this.scan = new FolderScan(root, ours, rules.temporary(), notes, FolderScan.MOST_FILES);
  }

  /** What keeps other processes away, and the memory of files that stay. */
  private record Held(@Nullable SeenFiles seen, @Nullable FileChannel lock) {}

  /**
   * Opens a folder for this process alone.
   *
   * @param root its real path
   * @param memory where it is remembered what was sent, if files stay in their place
   * @throws IOException when it cannot be, or another process watches it
   */
  static WatchedFolder open(
      Path root,
      Path memory,
      WatchRules rules,
      PictureAsk asks,
      FileChanges changes,
      WatchNotes notes)
      throws IOException {
    if (rules.after() == WatchRules.After.KEEP) {
      return new WatchedFolder(
          root, rules, asks, changes, notes, new Held(SeenFiles.open(memory), null));
    }
    Path ours = root.resolve(OURS);
    Files.createDirectories(ours);
    WorkFolder.requireNoLink(ours);
    FileChannel lock = FileChannel.open(ours.resolve("lock"), CREATE, WRITE, NOFOLLOW_LINKS);
    WatchedFolder folder =
        new WatchedFolder(root, rules, asks, changes, notes, new Held(null, lock));
    try {
      if (isLocked(lock, root, notes)) {
        throw new IOException("another lynceus watch has " + Text.shown(root));
      }
      folder.work.look();
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Where the file system knows no locks, as some network shares do, it is said and done without.
   */
  private static boolean isLocked(FileChannel lock, Path root, WatchNotes notes) {
    try {
      return SeenFiles.tryLock(lock) == null;
    } catch (IOException e) {
      notes.say(
          Text.shown(root)
              + " cannot be locked ("
              + Text.shown(String.valueOf(e.getMessage()))
              + "): see to it that one lynceus watch has it");
      return false;
    }
  }

  /** Looks at what is there. */
  void look(long now) {
    String subject = "folder " + root;
    try {
      List<FoundFile> found = scan.files(this::isKnown);
      notes.over(subject, Text.shown(root) + " can be read again");
      if (seen != null) {
        seen.looked(found.size());
      } else {
        work.look(); // after the folder was away
      }
      perhaps = new ArrayDeque<>(settling.update(found, now));
    } catch (NoSuchFileException e) {
      notes.trouble(subject, Text.shown(root) + " is gone: waiting for it");
    } catch (IOException e) {
      notes.trouble(
          subject, Text.shown(root) + " cannot be read: " + FolderScan.reason(e) + ": waiting");
    }
  }

  private boolean isKnown(FoundFile file) {
    return seen != null && (seen.meets(file) || staying.contains(file.place()));
  }

  /** Whether nothing is left of the last look. */
  boolean isExhausted() {
    return perhaps.isEmpty();
  }

  /** Takes the next file that is whole, if there is one. */
  Optional<InHand> next(long now) {
    Optional<InHand> left = leftOver(now);
    if (left.isPresent()) {
      return left;
    }
    for (FoundFile file = perhaps.poll(); file != null; file = perhaps.poll()) {
      Optional<InHand> taken = take(file, now);
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  /** What a process before has taken, and was killed. */
  private Optional<InHand> leftOver(long now) {
    String subject = "left " + root;
    try {
      Optional<WorkFolder.Taken> left = work.leftOver();
      if (left.isEmpty()) {
        return Optional.empty();
      }
      FoundFile file = left.get().file();
      try {
        return Optional.of(inHand(file, left.get().slot(), FileFacts.read(file.path()), now));
      } catch (IOException e) {
        work.unreadable(left.get().slot());
        throw e;
      }
    } catch (IOException e) {
      notes.trouble(
          subject, "what was taken of " + Text.shown(root) + " waits: " + FolderScan.reason(e));
      return Optional.empty();
    }
  }

  private Optional<InHand> take(FoundFile file, long now) {
    String subject = "take " + file.path().getParent();
    try {
      boolean settled = settling.isSettled(file, now);
      if (!file.stamp().isOf(file.path())
          || (!settled && file.stamp().bytes() > FileFacts.MOST_BYTES)) {
        return Optional.empty();
      }
      FileFacts facts = FileFacts.read(file.path());
      if (!settled && !facts.whole()) {
        settling.cut(file);
        return Optional.empty();
      }
      if (seen != null) {
        staying.add(file.place());
        return Optional.of(inHand(file, -1, facts, now));
      }
      Optional<WorkFolder.Taken> taken = work.take(file);
      return taken.map(it -> inHand(it.file(), it.slot(), facts, now));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Once for a folder: else each look would tell of each of its files.
      notes.once(
          subject,
          WorkFolder.isOtherFileSystem(e)
              ? Text.shown(file.path())
                  + " lies on another file system: name its folder as one of its own"
              : Text.shown(file.path()) + " cannot be taken: " + FolderScan.reason(e));
      return Optional.empty();
    }
  }

  private InHand inHand(FoundFile file, int slot, FileFacts facts, long now) {
    return new InHand(this, file, slot, asks.ofFile(root, file, facts), now);
  }

  /**
   * Puts a file away. Of one that is gone there is nothing to do.
   *
   * @throws IOException when it stays where it is; it may be tried again
   */
  void put(InHand hand, Fate fate, Reply reply) throws IOException {
    if (seen != null) {
      keep(hand);
    } else if (isThere(hand)) {
      away.put(hand.file(), fate, reply);
      work.free(hand.slot());
    }
  }

  /** The same for a file that cannot be sent. */
  void putFailed(InHand hand, String why) throws IOException {
    if (seen != null) {
      keep(hand);
    } else if (isThere(hand)) {
      away.putFailed(hand.file(), why);
      work.free(hand.slot());
    }
  }

  /** What was replaced meanwhile is found again. */
  private void keep(InHand hand) throws IOException {
    if (seen != null && hand.file().stamp().isOf(hand.file().path())) {
      seen.add(hand.file());
    }
    staying.remove(hand.file().place());
  }

  private boolean isThere(InHand hand) throws IOException {
    if (Files.exists(hand.file().path())) {
      return true;
    }
    if (!Files.exists(root)) {
      throw new IOException(root + " is gone");
    }
    notes.say(Text.shown(hand.file().place()) + " was removed while it was analysed");
    work.free(hand.slot());
    return false;
  }

  @Override
  public void close() throws IOException {
    if (seen != null) {
      seen.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
