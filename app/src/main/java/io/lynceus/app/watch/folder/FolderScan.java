package io.lynceus.app.watch.folder;

import io.lynceus.app.cli.Text;
import io.lynceus.app.submit.FileStamp;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a folder for files that end as pictures do. Links are not followed. The folder is
 * read each time: the system tells of no change that another machine makes on a network share.
 */
final class FolderScan {
  /** Below the watched folder. */
  static final int MOST_DEPTH = 8;

  /** What is new in one look at most; the next one finds the others. */
  static final int MOST_FILES = 100_000;

  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "webp", "bmp");

  private final Path root;
  private final Set<Path> passedOver;
  private final TemporaryNames temporary;
  private final WatchNotes notes;
  private final int most;

  /**
   * @param root a real path
   * @param passedOver folders that are not looked into
   * @param most files that one look finds
   */
  FolderScan(
      Path root, Set<Path> passedOver, TemporaryNames temporary, WatchNotes notes, int most) {
    this.root = root;
    this.passedOver = passedOver;
    this.temporary = temporary;
    this.notes = notes;
    this.most = most;
  }

  /**
   * The files that are there now, in no order.
   *
   * @param known asked about each file once; such files are left out, and do not count
   * @throws IOException when the folder itself cannot be read
   */
  List<FoundFile> files(Predicate<FoundFile> known) throws IOException {
    List<FoundFile> found = new ArrayList<>();
    FileVisitor<Path> visitor = new Visitor(found, known);
    Files.walkFileTree(root, Set.of(), MOST_DEPTH, visitor);
    return found;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final List<FoundFile> found;
    private final Predicate<FoundFile> known;

    Visitor(List<FoundFile> found, Predicate<FoundFile> known) {
      this.found = found;
      this.known = known;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean skipped =
          !folder.equals(root)
              && (passedOver.contains(folder)
                  || temporary.match(String.valueOf(folder.getFileName())));
      return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = String.valueOf(file.getFileName());
      if (attributes.isRegularFile() && isPicture(name) && !temporary.match(name)) {
        FoundFile one = new FoundFile(file, root.relativize(file), FileStamp.of(attributes));
        if (!known.test(one)) {
          found.add(one);
        }
      }
      return found.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
      if (file.equals(root)) {
        throw cause;
      }
      // What another process has removed meanwhile is no trouble.
      if (Files.exists(file)) {
        notes.trouble("look " + file, Text.shown(file) + " cannot be read: " + reason(cause));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException cause)
        throws IOException {
      return cause == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, cause);
    }
  }

  /** The kind of failure in words; the message of most is the path alone. */
  static String reason(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof AccessDeniedException
        ? "this user may not (" + Text.shown(message) + ")"
        : Text.shown(cause instanceof FileSystemException ? cause.toString() : message);
  }

  private static boolean isPicture(String name) {
    int dot = name.lastIndexOf('.');
    return dot >= 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
