package io.lynceus.master.store;

import io.lynceus.store.Keep;
import io.lynceus.store.PictureRule;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a store as a tar archive, which is made while it is read: the store copies itself to a
 * folder beside its own files, and the folder is deleted with the archive. Unpacked, the archive is
 * a folder that a store can be opened in. One thread at a time reads.
 */
public final class StoreArchive implements ReadableByteChannel {
  private static final Logger log = LoggerFactory.getLogger(StoreArchive.class);

  /** What a file is read by; the archive's own blocks come on top. */
  private static final int PIECE_BYTES = 64 << 10;

  /** A regular file that its owner alone may read and write. */
  private static final int USERS_OWN = 0100600;

  private final Path copy;
  private final Iterator<Path> files;
  private final Pieces made = new Pieces();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(made);
  private @Nullable InputStream file;
  private boolean finished;
  private boolean open = true;

  private StoreArchive(Path copy, List<Path> files) {
    this.copy = copy;
    this.files = files.iterator();
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /**
   * Has the store copied.
   *
   * @param folder of the store, where the copy lies meanwhile
   */
  public static StoreArchive of(ResultStore store, Path folder) throws StoreException, IOException {
    Path parent = Files.createTempDirectory(folder, "backup-");
    Path copy = parent.resolve("store");
    try {
      store.backup(copy);
      try (Stream<Path> all = Files.walk(copy)) {
        return new StoreArchive(
            parent, all.filter(each -> Files.isRegularFile(each)).sorted().toList());
      }
    } catch (StoreException | IOException | RuntimeException e) {
      delete(parent);
      throw e;
    }
  }

  /**
   * Opens a store whose master does not run; nothing in it expires meanwhile.
   *
   * @param folder of the store
   * @throws IOException when there is no such folder
   * @throws StoreException when a master has it open
   */
  public static ResultStore openUnchanged(Path folder) throws StoreException, IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder);
    }
    Duration aCentury = Duration.ofDays(36_500);
    return ResultStore.open(
        new StoreConfig(
            folder,
            Optional.empty(),
            PictureRule.ALL,
            new Keep(aCentury, aCentury, Map.of()),
            1L << 50,
            0));
  }

  /** The bytes that were written and not read. */
  private static final class Pieces extends OutputStream {
    private ByteBuffer bytes = ByteBuffer.allocate(2 * PIECE_BYTES).flip();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) {
      bytes.compact();
      if (bytes.remaining() < length) {
        ByteBuffer larger = ByteBuffer.allocate(2 * (bytes.position() + length));
        larger.put(bytes.flip());
        bytes = larger;
      }
      bytes.put(from, start, length).flip();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!made.bytes.hasRemaining()) {
      if (finished) {
        return -1;
      }
      proceed();
    }
    int bytes = Math.min(into.remaining(), made.bytes.remaining());
    into.put(made.bytes.slice().limit(bytes));
    made.bytes.position(made.bytes.position() + bytes);
    return bytes;
  }

  /** Writes the next part of a file, or goes on to the next file, or to the end. */
  private void proceed() throws IOException {
    if (file != null) {
      byte[] piece = file.readNBytes(PIECE_BYTES);
      if (piece.length > 0) {
        tar.write(piece);
        return;
      }
      file.close();
      file = null;
      tar.closeArchiveEntry();
    } else if (files.hasNext()) {
      Path next = files.next();
      String name = copy.resolve("store").relativize(next).toString();
      TarArchiveEntry entry = new TarArchiveEntry(name.replace('\\', '/'));
      entry.setSize(Files.size(next));
      entry.setMode(USERS_OWN);
      entry.setModTime(Files.getLastModifiedTime(next).toMillis());
      tar.putArchiveEntry(entry);
      file = Files.newInputStream(next);
    } else {
      tar.finish();
      tar.flush();
      finished = true;
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      if (file != null) {
        file.close();
      }
      delete(copy);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      log.warn("the copy {} is left over: delete it ({})", folder, e.toString());
    }
  }
}
