package io.lynceus.app.submit;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Moves and deletes files into which cameras may write at the same moment. No file is overwritten,
 * and none is moved or deleted that is not the one that was found.
 *
 * <p>A rename takes whatever the name leads to at that moment. So a file is renamed first and
 * compared afterwards: a check before would leave a moment in which a camera can replace it. A
 * process that is killed leaves the file under one of the two names; at worst an empty file or a
 * {@code .part} lies beside it.
 */
final class FileMover {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private FileMover() {}

  /**
   * Moves the file, also to another file system. If the target exists, the file gets a name beside
   * it, with the time of its last change.
   *
   * @return false when the file was changed, replaced or removed since it was found: it is left
   */
  static boolean move(ImageFile file, Path target) throws IOException {
    if (!file.stamp().isOf(file.path())) {
      return false;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path free = reserve(target, file.stamp());
    try {
      Files.move(file.path(), free, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return copy(file, free) && delete(file);
    } catch (NoSuchFileException e) {
      Files.delete(free);
      return false;
    } catch (IOException e) {
      Files.delete(free);
      throw e;
    }
    return isStill(file, free);
  }

  /**
   * Deletes the file.
   *
   * @return false when the file was changed, replaced or removed since it was found: it is left
   */
  static boolean delete(ImageFile file) throws IOException {
    if (!file.stamp().isOf(file.path())) {
      return false;
    }
    Path aside = another(file.path());
    try {
      Files.move(file.path(), aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false;
    }
    boolean still = isStill(file, aside);
    if (still) {
      Files.delete(aside);
    }
    return still;
  }

  /** Creates an empty file under a name that is free; the file to be moved replaces it. */
  private static Path reserve(Path target, FileStamp stamp) throws IOException {
    Path name = target;
    for (int tried = 0; ; tried++) {
      try {
        return Files.createFile(name);
      } catch (FileAlreadyExistsException e) {
        String time = "-" + TIME.format(stamp.modified().toInstant());
        name = withSuffix(target, tried == 0 ? time : time + "-" + (tried + 1));
      }
    }
  }

  /** A file that was replaced while it was renamed goes back. */
  private static boolean isStill(ImageFile file, Path moved) throws IOException {
    if (file.stamp().isOfMoved(moved)) {
      return true;
    }
    try {
      Files.createLink(file.path(), moved); // unlike a rename, it never overwrites
      Files.delete(moved);
    } catch (FileAlreadyExistsException e) {
      Files.move(moved, another(file.path())); // replaced once more: both wait for the next time
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(moved, file.path());
    }
    return false;
  }

  /** Copies the file over an empty one, which it replaces when it is complete. */
  private static boolean copy(ImageFile file, Path free) throws IOException {
    Path part = free.resolveSibling(free.getFileName() + ".part");
    boolean whole = false;
    try {
      Files.copy(file.path(), part);
      Files.setLastModifiedTime(part, file.stamp().modified());
      whole = file.stamp().isOfMoved(part) && file.stamp().isOf(file.path());
      if (whole) {
        Files.move(part, free, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      if (!whole) {
        Files.deleteIfExists(part);
        Files.delete(free);
      }
    }
    return whole;
  }

  private static Path another(Path file) {
    return withSuffix(file, "-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  /** {@code a-SUFFIX.jpg} of {@code a.jpg}: a later search must still take it for an image. */
  private static Path withSuffix(Path file, String suffix) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.') < 1 ? name.length() : name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, dot) + suffix + name.substring(dot));
  }
}
