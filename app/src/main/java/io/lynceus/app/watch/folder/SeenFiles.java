package io.lynceus.app.watch.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lynceus.client.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which files of a folder have had their reply, where files stay in their place. A file
 * counts by its place, its size and its last change. 16 bytes are appended for each; when most of
 * what is remembered is of files that are gone, it is written anew. For one thread.
 */
final class SeenFiles implements Closeable {
  private static final int BYTES = 16;

  /** A million files; 64 MB of memory or so. */
  static final int MOST = 1_000_000;

  private record Key(long high, long low) {}

  private final FileChannel file;
  private final Set<Key> seen;

  /** Those of them that are there, in this look. */
  private final Set<Key> met = new HashSet<>();

  private SeenFiles(FileChannel file, Set<Key> seen) {
    this.file = file;
    this.seen = seen;
  }

  /**
   * Opens the memory, and holds its lock.
   *
   * @throws IOException also when another process has it open
   */
  static SeenFiles open(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    FileChannel file = FileChannel.open(path, CREATE, READ, WRITE);
    try {
      if (tryLock(file) == null) {
        throw new IOException("another lynceus watch has this folder");
      }
      long records = Math.min(file.size() / BYTES, MOST);
      ByteBuffer bytes = ByteBuffer.allocate((int) records * BYTES);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
      bytes.flip();
      Set<Key> seen = new HashSet<>();
      while (bytes.remaining() >= BYTES) {
        seen.add(new Key(bytes.getLong(), bytes.getLong()));
      }
      file.truncate(records * BYTES); // a process that was killed may have written a part of one
      file.position(records * BYTES);
      return new SeenFiles(file, seen);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by this process
    }
  }

  /** Whether a file that is there has had its reply. */
  boolean meets(FoundFile found) {
    Key key = key(found);
    boolean had = seen.contains(key);
    if (had) {
      met.add(key);
    }
    return had;
  }

  /** The file has its reply. */
  void add(FoundFile found) throws IOException {
    Key key = key(found);
    if (seen.size() >= MOST) {
      throw new IOException("more than " + MOST + " files stay there: take --after move");
    }
    if (seen.add(key)) {
      try {
        write(List.of(key));
      } catch (IOException e) {
        seen.remove(key);
        throw e;
      }
    }
  }

  /**
   * All that is there was met: forgets files that are gone, if they are most of what is remembered.
   *
   * @param others files that are there and have had no reply
   */
  void looked(int others) throws IOException {
    int there = met.size() + others;
    boolean partly = others >= FolderScan.MOST_FILES; // the look has ended before all were met
    // A share that is not mounted is empty, and a part may be away for a while.
    boolean stays = there == 0 || seen.size() <= Math.max(2 * there, MOST / 2);
    if (!partly && !stays) {
      retainMet();
    }
    met.clear();
  }

  private void retainMet() throws IOException {
    seen.retainAll(met);
    // Killed in between, it would forget some: they would be sent again, under their old ids.
    file.truncate(0);
    file.position(0);
    write(List.copyOf(seen));
  }

  private void write(List<Key> keys) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(keys.size() * BYTES);
    keys.forEach(key -> bytes.putLong(key.high()).putLong(key.low()));
    bytes.flip();
    long start = file.position();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      file.truncate(start);
      throw e;
    }
  }

  private static Key key(FoundFile found) {
    MessageDigest digest = FileFacts.newDigest();
    digest.update(FileNames.of(found.place()).getBytes(UTF_8));
    digest.update(("\n" + found.stamp().bytes() + "\n" + found.stamp().modified()).getBytes(UTF_8));
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Key(hash.getLong(), hash.getLong());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
