package io.lynceus.client;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes files into folders that others may write to as well. What has the file's name already is
 * replaced and never written to: a link would lead elsewhere, and a pipe would have no reader.
 */
public final class FreshFile {
  private FreshFile() {}

  /**
   * Writes the file, whole or not at all; until then {@code .part} lies beside it.
   *
   * @throws IOException also when there is a folder of that name
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = open(part)) {
        out.write(bytes);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Opens a new file.
   *
   * @throws IOException also when what has the name cannot be deleted, or comes back at once
   */
  public static OutputStream open(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.newOutputStream(file, CREATE_NEW, WRITE);
  }
}
