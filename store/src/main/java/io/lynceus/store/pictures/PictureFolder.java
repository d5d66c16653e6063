package io.lynceus.store.pictures;

import io.lynceus.store.result.PictureSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code pictures/ab/SHA256.jpg} and {@code thumbnails/ab/SHA256.jpg}. A file is there
 * whole or not at all: it is written under another name, brought to the disk, and renamed. One
 * thread writes; reading is for any.
 *
 * <p>Of a batch the folder of the last file is brought to the disk. A file system without a journal
 * may lose the names in the others when the power fails; the sweep at the next start deletes the
 * rows of such files.
 */
public final class PictureFolder {
  private static final String UNFINISHED = ".new";
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.([a-z0-9]{1,10})");

  private final Path folder;

  public PictureFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A file that is there.
   *
   * @param sha256 from its name; empty for a file that is none of ours, or not finished
   * @param format from its name
   */
  public record Entry(Path path, String sha256, String format, long bytes, long modifiedMillis) {}

  /** Makes what is missing, and writes and deletes a file, as a check. */
  public void prepare() throws IOException {
    for (PictureSize size : PictureSize.values()) {
      Files.createDirectories(root(size), forUserAlone());
    }
    Path probe = root(PictureSize.ORIGINAL).resolve("probe" + UNFINISHED);
    Unfinished written = new Unfinished(probe, probe);
    try {
      written.write(ByteBuffer.allocate(64 << 10));
      written.bringToDisk();
    } finally {
      written.giveUp();
    }
  }

  /**
   * A file that is to be written; the same content again changes nothing.
   *
   * @param format a word of a-z and 0-9; that of a thumbnail is always {@code jpeg}
   */
  public record NewFile(String sha256, PictureSize size, String format, ByteBuffer content) {}

  /**
   * Writes files, and returns when all are on the disk. All are written before the first one is
   * brought there: so the disk is waited for about once.
   */
  public void put(List<NewFile> files) throws IOException {
    List<Unfinished> unfinished = new ArrayList<>();
    boolean done = false;
    try {
      for (NewFile file : files) {
        Path path = file(file.sha256(), file.size(), file.format());
        Path parent = path.resolveSibling("");
        if (!Files.isDirectory(parent)) {
          Files.createDirectories(parent, forUserAlone());
        }
        Unfinished begun =
            new Unfinished(path, path.resolveSibling(path.getFileName() + UNFINISHED));
        unfinished.add(begun); // before it is written: a half-written one has to go, too
        begun.write(file.content());
      }
      for (Unfinished file : unfinished) {
        file.finish();
      }
      if (!unfinished.isEmpty()) {
        bringNamesToDisk(unfinished.get(unfinished.size() - 1).path.resolveSibling(""));
      }
      done = true;
    } finally {
      if (!done) {
        for (Unfinished file : unfinished) {
          try {
            file.giveUp();
          } catch (IOException e) {
            // The sweep will find it; what had failed before says more.
          }
        }
      }
    }
  }

  /** With the names in one folder, a file system with a journal has those before it there, too. */
  private void bringNamesToDisk(Path parent) throws IOException {
    if (isPosix(folder)) { // elsewhere a folder cannot be opened
      try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** A file that has not its name yet. */
  private static final class Unfinished {
    private final Path path;
    private final Path partial;
    private @Nullable FileChannel channel;

    Unfinished(Path path, Path partial) {
      this.path = path;
      this.partial = partial;
    }

    void write(ByteBuffer content) throws IOException {
      ByteBuffer left = content.duplicate();
      FileChannel opened =
          FileChannel.open(
              partial,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING),
              fileForUserAlone(partial));
      channel = opened;
      while (left.hasRemaining()) {
        opened.write(left);
      }
    }

    void bringToDisk() throws IOException {
      try (FileChannel written = Objects.requireNonNull(channel)) {
        written.force(true);
      }
    }

    void finish() throws IOException {
      bringToDisk();
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    }

    void giveUp() throws IOException {
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(partial);
    }
  }

  public void delete(String sha256, PictureSize size, String format) throws IOException {
    Files.deleteIfExists(file(sha256, size, format));
  }

  /** The file, open; empty if it is not there. */
  public Optional<FileChannel> open(String sha256, PictureSize size, String format)
      throws IOException {
    try {
      return Optional.of(FileChannel.open(file(sha256, size, format), StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Where a file is, or would be. */
  public Path file(String sha256, PictureSize size, String format) {
    String ending = size == PictureSize.THUMBNAIL || format.equals("jpeg") ? "jpg" : format;
    return root(size).resolve(sha256.substring(0, 2)).resolve(sha256 + "." + ending);
  }

  private Path root(PictureSize size) {
    return folder.resolve(size == PictureSize.ORIGINAL ? "pictures" : "thumbnails");
  }

  /** The files whose hash begins with that byte, 0 to 255. */
  public List<Entry> list(PictureSize size, int prefix) throws IOException {
    Path parent = root(size).resolve("%02x".formatted(prefix));
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(parent)) {
      return entries;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(parent)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        boolean ours = name.matches();
        try {
          entries.add(
              new Entry(
                  file,
                  ours ? name.group(1) : "",
                  ours ? name.group(2).replace("jpg", "jpeg") : "",
                  Files.size(file),
                  Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException e) {
          // It was deleted meanwhile.
        }
      }
    }
    return entries;
  }

  private FileAttribute<?>[] forUserAlone() {
    return permissions(folder, "rwx------");
  }

  private static FileAttribute<?>[] fileForUserAlone(Path file) {
    return permissions(file, "rw-------");
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
