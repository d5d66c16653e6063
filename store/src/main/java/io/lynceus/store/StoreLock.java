package io.lynceus.store;

import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code lock} of the folder: only one process has the store. It ends with the process.
 */
final class StoreLock implements AutoCloseable {
  private final Path folder;
  private @Nullable FileChannel channel;

  StoreLock(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes the lock, unless this has it; makes the folder if it is missing.
   *
   * @throws StoreException {@code REFUSED} when another process has it
   */
  void take() throws IOException, StoreException {
    if (channel != null) {
      return;
    }
    Files.createDirectories(folder, forUserAlone());
    FileChannel opened =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      FileLock lock = opened.tryLock();
      done = lock != null;
    } catch (OverlappingFileLockException e) {
      // This process has it, in another store.
    } finally {
      if (!done) {
        opened.close();
      }
    }
    if (!done) {
      throw new StoreException(
          Reason.REFUSED,
          "another master uses the store in " + folder + ": give each its own store.dir");
    }
    channel = opened;
  }

  private FileAttribute<?>[] forUserAlone() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It ends with the process.
      }
      channel = null;
    }
  }
}
