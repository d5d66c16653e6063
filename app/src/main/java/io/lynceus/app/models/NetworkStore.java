package io.lynceus.app.models;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of networks, open for changes: nobody else changes it meanwhile. A network is made in
 * {@code .incoming} and moved to its place when it is whole, so that a process that is killed
 * leaves no half network.
 */
final class NetworkStore implements AutoCloseable {
  private static final String INCOMING = ".incoming";
  private static final String REMOVED = ".removed";

  private final Path folder;
  private final ModelsFolder networks;
  private final FileChannel lock;

  private NetworkStore(Path folder, FileChannel lock) {
    this.folder = folder;
    this.networks = new ModelsFolder(Optional.of(folder));
    this.lock = lock;
  }

  /**
   * Opens a folder; makes it if it is not there.
   *
   * @throws CommandException when another process changes it
   */
  static NetworkStore open(Path folder) throws IOException, CommandException {
    Files.createDirectories(folder.resolve(INCOMING));
    FileChannel channel = FileChannel.open(folder.resolve(".lock"), CREATE, WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new CommandException(
          CommandException.USAGE,
          "another \"lynceus models\" changes " + folder + ": wait until it ends");
    }
    NetworkStore store = new NetworkStore(folder, channel);
    delete(store.removed());
    return store;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process holds it
    }
  }

  Path folder() {
    return folder;
  }

  /** All that are there, by name and then oldest version first. */
  List<NetworkId> ids() throws NetworkException {
    return networks.ids();
  }

  boolean has(NetworkId id) {
    return Files.exists(place(id));
  }

  /** The folder of a network. */
  Path place(NetworkId id) {
    return networks.path(id);
  }

  /** Where a network is made; what an earlier try has left is still there. */
  Path making(NetworkId id) throws IOException {
    return Files.createDirectories(makingPlace(id));
  }

  private Path makingPlace(NetworkId id) {
    return folder.resolve(INCOMING).resolve(id.name()).resolve(id.version());
  }

  private Path removed() {
    return folder.resolve(INCOMING).resolve(REMOVED);
  }

  /** Puts a network that was made into its place, at once. */
  void publish(NetworkId id) throws IOException {
    Files.createDirectories(folder.resolve(id.name()));
    Files.move(makingPlace(id), place(id), ATOMIC_MOVE);
    discard(id);
  }

  /** Forgets what is being made of a network. */
  void discard(NetworkId id) throws IOException {
    delete(makingPlace(id));
    deleteIfEmpty(folder.resolve(INCOMING).resolve(id.name()));
  }

  /** Removes a network, at once. */
  void remove(NetworkId id) throws IOException {
    Files.move(place(id), removed(), ATOMIC_MOVE);
    deleteIfEmpty(folder.resolve(id.name()));
    delete(removed());
  }

  private static void deleteIfEmpty(Path parent) throws IOException {
    try {
      Files.deleteIfExists(parent);
    } catch (DirectoryNotEmptyException e) {
      // Other versions stay.
    }
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

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
