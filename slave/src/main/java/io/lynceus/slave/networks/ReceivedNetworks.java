package io.lynceus.slave.networks;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.lynceus.model.NetworkOffer;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder of the networks that masters have handed over: {@code SHA256/NAME/VERSION/} for each.
 * Several slaves of one user share it: a network is made in a folder of its own and moved to its
 * place when it is whole and has passed its trial.
 *
 * <p>Used by one thread at a time.
 */
final class ReceivedNetworks {
  private static final String MAKING = ".making-";
  private static final Duration LONGEST_TRANSFER = Duration.ofDays(1);

  private final Path folder;
  private final long mostBytes;

  /**
   * @param folder need not exist
   * @param mostBytes that all networks together may take
   */
  ReceivedNetworks(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** Where a network is made; it ends with {@code NAME/VERSION}. */
  Path make(NetworkAnnounced network) throws IOException {
    Files.createDirectories(folder);
    Path place =
        Files.createTempDirectory(folder, MAKING)
            .resolve(network.id().name())
            .resolve(network.id().version());
    return Files.createDirectories(place);
  }

  /** Forgets what was made there. */
  void discard(Path made) throws IOException {
    delete(root(made));
  }

  private static Path root(Path made) {
    return made.resolve("../..").normalize();
  }

  /** Moves a network to its place, if another slave has not done so meanwhile. */
  void publish(NetworkAnnounced network, Path made) throws IOException {
    Path place = folder.resolve(network.sha256());
    try {
      Files.move(root(made), place, ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(place)) {
        throw e;
      }
      delete(root(made));
    }
  }

  /**
   * Removes networks, those first that came first, until these bytes have room; and what killed
   * slaves have left. A network that is loaded stays loaded.
   */
  void makeRoom(long bytes) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    FileTime old = FileTime.from(Instant.now().minus(LONGEST_TRANSFER));
    for (Path making : newestFirst(name -> name.startsWith(MAKING))) {
      if (modified(making).compareTo(old) < 0) {
        delete(making);
      }
    }
    long left = mostBytes - bytes;
    for (Path network : newestFirst(NetworkOffer::isSha256)) {
      left -= bytes(network);
      if (left < 0) {
        delete(network);
      }
    }
  }

  private List<Path> newestFirst(Predicate<String> name) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> name.test(child.getFileName().toString()))
          .sorted(Comparator.comparing(ReceivedNetworks::modified).reversed())
          .toList();
    }
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // another slave has removed it
    }
  }

  private static long bytes(Path network) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(network)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return bytes;
  }

  /** Whether so large a network has room at all. */
  boolean mayHold(long bytes) {
    return bytes <= mostBytes;
  }

  /** The text of the {@code model.conf} of a network that is made. */
  static void describe(Path made, String conf) throws IOException {
    Files.writeString(made.resolve(ModelConf.FILE), conf);
  }

  /** The ONNX file of a network that is made. */
  static Path file(Path made) {
    return made.resolve(NetworkFile.FILE);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.isDirectory(tree, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
