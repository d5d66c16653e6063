package io.lynceus.master.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many replies clients were given that are neither in the store nor counted as dropped. The
 * numbers lie in memory that outlives the process (a file in {@code /dev/shm}, mapped), so that
 * after {@code kill -9} the next master knows how many were lost. A restart of the machine forgets
 * them. Where there is no such memory, nothing is known of former processes.
 *
 * <pre>
 * bytes 0..7  replies announced    8..15  of those, settled    (in the machine's byte order)
 * </pre>
 */
final class UnstoredReplies {
  private static final Logger log = LoggerFactory.getLogger(UnstoredReplies.class);
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int BYTES = 16;
  private static final int SETTLED = 8;

  private final @Nullable MappedByteBuffer kept;
  private final long lostBefore;
  private final AtomicLong announced = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();

  private UnstoredReplies(@Nullable MappedByteBuffer kept) {
    this.kept = kept;
    if (kept != null) {
      kept.order(ByteOrder.nativeOrder());
      lostBefore = Math.max(0, kept.getLong(0) - kept.getLong(SETTLED));
      kept.putLong(SETTLED, 0);
      kept.putLong(0, 0);
    } else {
      lostBefore = 0;
    }
  }

  /**
   * Those of a store; one process at a time has them.
   *
   * @param store a name of it that stays the same
   */
  static UnstoredReplies of(String store) {
    return in(SHARED_MEMORY, store);
  }

  /** As {@link #of}, in another folder. */
  static UnstoredReplies in(Path folder, String store) {
    if (!Files.isDirectory(folder)) {
      return new UnstoredReplies(null);
    }
    Path file = folder.resolve("lynceus-store-" + hash(store));
    try {
      return new UnstoredReplies(map(file));
    } catch (IOException | UnsupportedOperationException e) {
      log.warn(
          "replies that are lost when this process is killed will not be counted: {}",
          e.toString());
      return new UnstoredReplies(null);
    }
  }

  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      requireOwn(file);
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
  }

  /** The folder is everybody's: another user may have made the file before. */
  private static void requireOwn(Path file) throws IOException {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)
        || !Files.getOwner(file, NOFOLLOW_LINKS).getName().equals(owner())) {
      throw new IOException(file + " belongs to somebody else: remove it");
    }
  }

  private static String owner() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName();
  }

  private static String hash(String store) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(store.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  /** Replies of former processes that were lost. */
  long lostBefore() {
    return lostBefore;
  }

  /** A reply is about to be given. One thread at a time. */
  void announce() {
    long count = announced.incrementAndGet();
    if (kept != null) {
      kept.putLong(0, count);
    }
  }

  /**
   * So many of the replies are in the store, or counted as dropped. Any thread may call it; the
   * number never falls.
   */
  synchronized void settled(long count) {
    if (count > settled.get()) {
      settled.set(count);
      if (kept != null) {
        kept.putLong(SETTLED, count);
      }
    }
  }

  /** Replies that are neither in the store nor dropped yet. */
  long open() {
    return announced.get() - settled.get();
  }
}
