package io.lynceus.app.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file was like when it was found, by which a changed or replaced one is recognised.
 *
 * @param key the file system's own name for it, such as its inode; null if it has no such name
 * @param bytes its size
 * @param modified when it was written last
 */
public record FileStamp(@Nullable Object key, long bytes, FileTime modified) {

  /** Of what was just read. */
  public static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
  }

  /** Whether the path still leads to that file, and nobody has written to it. */
  public boolean isOf(Path file) throws IOException {
    FileStamp now = read(file);
    return now != null && Objects.equals(now.key, key) && isLike(now);
  }

  /** The same for a file that was moved, which gives it another key on some file systems. */
  public boolean isOfMoved(Path file) throws IOException {
    FileStamp now = read(file);
    return now != null && isLike(now);
  }

  private boolean isLike(FileStamp other) {
    return other.bytes == bytes && other.modified.equals(modified);
  }

  private static @Nullable FileStamp read(Path file) throws IOException {
    try {
      return of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
