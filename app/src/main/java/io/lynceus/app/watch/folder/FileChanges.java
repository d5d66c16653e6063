package io.lynceus.app.watch.folder;

import io.lynceus.client.FreshFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * All that is changed in watched folders, one step for each call. A process may be killed between
 * any two steps: what is found then has to be enough to go on.
 */
interface FileChanges {
  /** The file system's own. */
  FileChanges REAL =
      new FileChanges() {
        @Override
        public void makeFolders(Path folder) throws IOException {
          Files.createDirectories(folder);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
          FreshFile.write(file, bytes);
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.delete(file);
        }

        @Override
        public boolean removeIfEmpty(Path folder) throws IOException {
          try {
            Files.delete(folder);
            return true;
          } catch (NoSuchFileException e) {
            return true;
          } catch (DirectoryNotEmptyException e) {
            return false;
          }
        }
      };

  /** Makes the folder and those above it, if they are missing. */
  void makeFolders(Path folder) throws IOException;

  /**
   * Renames a file within its file system. The caller has seen that the new name is free.
   *
   * @throws java.nio.file.AtomicMoveNotSupportedException when it is another file system
   */
  void rename(Path from, Path to) throws IOException;

  /** Writes a file, whole or not at all; one of that name is replaced. */
  void write(Path file, byte[] bytes) throws IOException;

  /** Deletes a file. */
  void delete(Path file) throws IOException;

  /** Removes a folder if it is empty; returns whether it is gone. */
  boolean removeIfEmpty(Path folder) throws IOException;
}
