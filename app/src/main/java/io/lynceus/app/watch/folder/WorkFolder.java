package io.lynceus.app.watch.folder;

import io.lynceus.app.submit.FileStamp;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a watched folder that were taken and have no outcome yet: {@code
 * .lynceus/work/SLOT/PLACE}, on the file system of the folder, so that a rename takes them and puts
 * them away. A slot holds one file. What lies there when a process starts was taken by one that was
 * killed: it is sent again, under the same id. For one thread.
 */
final class WorkFolder {
  private final Path work;
  private final FileChanges changes;

  /** Slots in which there is a file, or was when it was last looked. */
  private final Set<Integer> occupied = new HashSet<>();

  /** Those of them whose file nobody has in hand. */
  private final Deque<Integer> left = new ArrayDeque<>();

  /** Slots whose file could not be read: they are tried again at the next look. */
  private final List<Integer> unreadable = new ArrayList<>();

  WorkFolder(Path work, FileChanges changes) {
    this.work = work;
    this.changes = changes;
  }

  /** A taken file, as it lies in its slot. */
  record Taken(FoundFile file, int slot) {}

  /** Looks for files that nobody has in hand. */
  void look() throws IOException {
    if (Files.exists(work, LinkOption.NOFOLLOW_LINKS)) {
      requireNoLink(work);
    }
    left.addAll(unreadable);
    unreadable.clear();
    List<Integer> slots = new ArrayList<>();
    try (Stream<Path> folders = Files.list(work)) {
      for (Path folder : (Iterable<Path>) folders::iterator) {
        String name = String.valueOf(folder.getFileName());
        if (name.matches("\\d{1,9}")) {
          slots.add(Integer.parseInt(name));
        }
      }
    } catch (NoSuchFileException e) {
      return;
    }
    for (int slot : slots) {
      if (!occupied.contains(slot)) {
        occupied.add(slot);
        left.add(slot);
      }
    }
  }

  /**
   * Somebody may have put a link there.
   *
   * @param folder in a folder whose path is real
   */
  static void requireNoLink(Path folder) throws IOException {
    if (!folder.toRealPath().equals(folder)) {
      throw new IOException(folder + " leads out of the watched folder: remove the link");
    }
  }

  /** The next file that a process before has taken, if there is one. */
  Optional<Taken> leftOver() throws IOException {
    while (!left.isEmpty()) {
      int slot = left.remove();
      try {
        Path file = fileIn(slot);
        if (file != null) {
          BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
          Path place = slotFolder(slot).relativize(file);
          return Optional.of(new Taken(new FoundFile(file, place, FileStamp.of(attributes)), slot));
        }
        free(slot);
      } catch (IOException e) {
        unreadable.add(slot);
        throw e;
      }
    }
    return Optional.empty();
  }

  private @Nullable Path fileIn(int slot) throws IOException {
    try (Stream<Path> all = Files.walk(slotFolder(slot))) {
      List<Path> folders = new ArrayList<>();
      for (Path each : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          return each;
        }
        folders.add(each);
      }
      for (int i = folders.size() - 1; i > 0; i--) {
        var unused = changes.removeIfEmpty(folders.get(i));
      }
      return null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Takes a file. Empty when it was changed, replaced or removed since it was found: it is where it
   * was.
   *
   * @throws IOException when it cannot be taken; it is where it was
   */
  Optional<Taken> take(FoundFile file) throws IOException {
    int slot = 0;
    while (occupied.contains(slot) || Files.exists(slotFolder(slot))) { // a rename replaces
      slot++;
    }
    Path target = slotFolder(slot).resolve(file.place());
    occupied.add(slot);
    try {
      Path folder = Objects.requireNonNull(target.getParent());
      changes.makeFolders(folder);
      requireNoLink(folder);
      changes.rename(file.path(), target);
    } catch (NoSuchFileException e) {
      free(slot);
      return Optional.empty();
    } catch (IOException e) {
      free(slot);
      throw e;
    }
    if (!file.stamp().isOfMoved(target)) {
      try {
        putBack(target, file.path());
      } finally {
        free(slot); // what could not go back is sent from there
      }
      return Optional.empty();
    }
    return Optional.of(new Taken(new FoundFile(target, file.place(), file.stamp()), slot));
  }

  /** A file that was replaced at the moment it was taken goes back. */
  private void putBack(Path taken, Path original) throws IOException {
    if (!Files.exists(original)) {
      changes.rename(taken, original);
      return;
    }
    String name = String.valueOf(original.getFileName());
    int dot = name.lastIndexOf('.');
    String other =
        name.substring(0, dot)
            + "-"
            + Long.toHexString(ThreadLocalRandom.current().nextLong())
            + name.substring(dot);
    changes.rename(taken, original.resolveSibling(other));
  }

  /** The file of the slot was put away. */
  void free(int slot) throws IOException {
    if (fileIn(slot) != null) {
      left.add(slot);
    } else if (changes.removeIfEmpty(slotFolder(slot))) {
      occupied.remove(slot);
    } // else there is something that is no file: the slot is not used
  }

  /** The file of the slot cannot be read: it is tried again at the next look. */
  void unreadable(int slot) {
    unreadable.add(slot);
  }

  private Path slotFolder(int slot) {
    return work.resolve(Integer.toString(slot));
  }

  /** Says in which cases a rename cannot take a file. */
  static boolean isOtherFileSystem(IOException failure) {
    return failure instanceof AtomicMoveNotSupportedException
        || (failure instanceof FileSystemException system
            && String.valueOf(system.getReason()).contains("cross-device"));
  }
}
