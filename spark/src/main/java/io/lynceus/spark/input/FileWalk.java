package io.lynceus.spark.input;

import io.lynceus.spark.plan.ArchiveException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder and of all folders below it, or one file. They are found while they are
 * asked for: a folder of ten million files takes no memory. A folder below that cannot be read is
 * passed over, and {@link #fault} says so. Files and folders whose names begin with a dot or an
 * underscore are passed over, as everywhere in Hadoop. One thread.
 */
public final class FileWalk implements Iterator<ArchiveFile> {
  private final FileSystem system;
  private final Path root;
  private final Selection selection;
  private final Deque<Path> folders = new ArrayDeque<>();
  private @Nullable RemoteIterator<FileStatus> listing;
  private Path entered;
  private @Nullable ArchiveFile next;
  private long unreadable;
  private String firstFault = "";

  /**
   * Which files are taken.
   *
   * @param glob that the file's name must match, such as <code>*.{jpg,png}</code>
   * @param since files that were changed before are passed over
   */
  public record Selection(String glob, Instant since) {
    /** All. */
    public static final Selection ALL = new Selection("*", Instant.EPOCH);

    /**
     * Checks the glob.
     *
     * @throws java.util.regex.PatternSyntaxException when it is none
     */
    public Selection {
      matcher(glob);
    }

    /** Whether a file of this name and time is asked for. */
    boolean takes(String name, Instant modified) {
      return takes(matcher(glob), name, modified);
    }

    private boolean takes(PathMatcher names, String name, Instant modified) {
      return !modified.isBefore(since) && isNamed(names, name);
    }

    private static boolean isNamed(PathMatcher names, String name) {
      try {
        return names.matches(java.nio.file.Path.of(name));
      } catch (InvalidPathException e) { // this process's locale lacks some of its letters
        return names.matches(java.nio.file.Path.of(name.replaceAll("[^ -~]", "_")));
      }
    }

    private static PathMatcher matcher(String glob) {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }
  }

  private final PathMatcher names;

  private FileWalk(FileSystem system, Path root, Selection selection) {
    this.system = system;
    this.root = root;
    this.entered = root;
    this.selection = selection;
    this.names = Selection.matcher(selection.glob());
  }

  /**
   * Begins.
   *
   * @param in a folder or a file, as Hadoop names them; without a scheme, of the default file
   *     system
   * @throws ArchiveException when there is no such file or folder, or it cannot be read
   */
  public static FileWalk of(String in, Selection selection, Configuration hadoop) {
    Path path = new Path(in);
    try {
      FileSystem system = path.getFileSystem(hadoop);
      FileStatus status = system.getFileStatus(path);
      Path root = status.getPath();
      FileWalk walk = new FileWalk(system, status.isFile() ? root.getParent() : root, selection);
      if (status.isFile()) {
        walk.next = walk.file(status);
      } else {
        walk.listing = system.listStatusIterator(root);
      }
      return walk;
    } catch (FileNotFoundException e) {
      throw new ArchiveException("--in: there is no file or folder " + in, e);
    } catch (IOException e) {
      throw new ArchiveException("--in: " + in + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      try {
        if (listing != null && listing.hasNext()) {
          look(listing.next());
        } else if (folders.isEmpty()) {
          return false;
        } else {
          enter(folders.removeFirst());
        }
      } catch (FileNotFoundException e) {
        listing = null; // it is gone
      } catch (IOException e) {
        listing = null;
        passOver(entered, e);
      }
    }
    return true;
  }

  private void enter(Path folder) throws IOException {
    entered = folder;
    listing = system.listStatusIterator(folder);
  }

  /** What can be read is read; {@link #fault} says that it was not all. */
  private void passOver(Path folder, IOException e) {
    if (unreadable++ == 0) {
      firstFault =
          "the folder %s cannot be read: %s; let this user read it, or leave it out"
              .formatted(folder, e.getMessage());
    }
  }

  /** Which folders could not be read until now, in one sentence; empty when all could be. */
  public Optional<String> fault() {
    return unreadable == 0
        ? Optional.empty()
        : Optional.of(
            unreadable == 1
                ? firstFault
                : "%d folders were not read; %s".formatted(unreadable, firstFault));
  }

  private void look(FileStatus status) {
    String name = status.getPath().getName();
    if (name.startsWith(".") || name.startsWith("_")) {
      return;
    }
    if (status.isDirectory()) {
      folders.addFirst(status.getPath());
    } else if (selection.takes(names, name, Instant.ofEpochMilli(status.getModificationTime()))) {
      next = file(status);
    }
  }

  private ArchiveFile file(FileStatus status) {
    String uri = status.getPath().toString();
    String base = root.toString();
    String path = uri.substring(base.endsWith("/") ? base.length() : base.length() + 1);
    return new ArchiveFile(
        uri, path, status.getLen(), Instant.ofEpochMilli(status.getModificationTime()), Set.of());
  }

  @Override
  public ArchiveFile next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    ArchiveFile found = next;
    next = null;
    return found;
  }
}
