package io.lynceus.app.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of which the beginning has arrived, and beside it, in {@code NAME.from}, of what version
 * of what address it is the beginning. A process that is killed at any time leaves a beginning that
 * can be continued, or none.
 */
final class PartialFile {
  private final Path file;
  private final Path from;

  PartialFile(Path file) {
    this.file = file;
    this.from = file.resolveSibling(file.getFileName() + ".from");
  }

  /**
   * The version of which a beginning is there, as HTTP's If-Range wants it; absent when there is
   * none to continue.
   */
  Optional<String> version(String address) throws IOException {
    if (bytes() == 0 || !Files.isRegularFile(from)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(from, UTF_8);
    boolean continues = lines.size() == 2 && lines.get(0).equals(address);
    return continues ? Optional.of(lines.get(1)) : Optional.empty();
  }

  /** How much is there. */
  long bytes() throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  /**
   * Begins anew.
   *
   * @param version of what will come; absent when it has none, so that it cannot be continued
   */
  FileChannel begin(String address, Optional<String> version) throws IOException {
    Files.deleteIfExists(from); // first: what is there is no beginning of the new one
    FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING);
    if (version.isPresent()) {
      Path written = from.resolveSibling(from.getFileName() + ".new");
      Files.writeString(written, address + "\n" + version.get() + "\n");
      Files.move(written, from, ATOMIC_MOVE, REPLACE_EXISTING);
    }
    return channel;
  }

  FileChannel resume() throws IOException {
    return FileChannel.open(file, APPEND);
  }

  void delete() throws IOException {
    Files.deleteIfExists(from);
    Files.deleteIfExists(file);
  }

  /** Gives the whole file its name. */
  void complete(Path goal) throws IOException {
    Files.move(file, goal, ATOMIC_MOVE, REPLACE_EXISTING);
    Files.deleteIfExists(from);
  }
}
