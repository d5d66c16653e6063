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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files {@code pictures/ab/SHA256.jpg} and {@code thumbnails/ab/SHA256.jpg}. A file is there
 * whole or not at all: it is written under another name, brought to the disk, and renamed. One
 * thread writes; reading is for any.
 *
 * <p>The folder itself is not brought to the disk: a file system with a journal has the new name
 * there before the row that is written after it. Where it has not, the sweep at the next start
 * deletes the row.
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
    write(probe, ByteBuffer.allocate(64 << 10));
    Files.delete(probe);
  }

  /**
   * Writes a file; the same content again changes nothing.
   *
   * @param format a word of a-z and 0-9; that of a thumbnail is always {@code jpeg}
   */
  public void put(String sha256, PictureSize size, String format, ByteBuffer content)
      throws IOException {
    Path file = file(sha256, size, format);
    Path parent = file.resolveSibling("");
    Files.createDirectories(parent, forUserAlone());
    Path partial = file.resolveSibling(file.getFileName() + UNFINISHED);
    boolean done = false;
    try {
      write(partial, content);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(partial);
      }
    }
  }

  private static void write(Path file, ByteBuffer content) throws IOException {
    ByteBuffer left = content.duplicate();
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            fileForUserAlone(file))) {
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
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

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
