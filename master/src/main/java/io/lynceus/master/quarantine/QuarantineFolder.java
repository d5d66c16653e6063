package io.lynceus.master.quarantine;

import io.lynceus.master.dispatch.QuarantineStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of quarantined images: each as {@code SHA256.FORMAT}, and beside it {@code
 * SHA256-ANALYSIS.json} for each analysis that slaves died of. Who takes one of the two away frees
 * the image from the next start on. Readable by the user alone.
 *
 * <p>A thread of its own writes. A disk that fails costs the copy and one line of the log.
 */
public final class QuarantineFolder implements QuarantineStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(QuarantineFolder.class);
  private static final int MOST_WAITING = 16;
  private static final int PATIENCE_SECONDS = 2;

  private final Path folder;
  private final QuarantineFiles shelf;
  private final String version;
  private final InstantSource clock;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          work -> new Thread(work, "quarantine"));

  /**
   * Makes the folder only when something is to be kept.
   *
   * @param version of this master, for the notes
   */
  public QuarantineFolder(
      Path folder, long mostBytes, int mostImages, String version, InstantSource clock) {
    this.folder = folder;
    this.shelf = new QuarantineFiles(folder, mostBytes, mostImages);
    this.version = version;
    this.clock = clock;
  }

  @Override
  public Set<Entry> entries() {
    try {
      Set<Entry> entries = shelf.entries();
      if (!entries.isEmpty()) {
        log.info("{} analyses of images stay quarantined, see {}", entries.size(), folder);
      }
      return entries;
    } catch (IOException e) {
      log.warn("cannot read the quarantine: {}", e.toString());
      return Set.of();
    }
  }

  @Override
  public Optional<String> keep(Poisoning poisoning) {
    Entry entry = poisoning.entry();
    Path image = shelf.image(entry.sha256(), poisoning.request().image().format().key());
    ByteBuffer bytes = poisoning.request().file().duplicate();
    String note = QuarantineNote.of(poisoning, version, clock.instant());
    try {
      writer.execute(() -> write(entry, image, bytes, note));
      return Optional.of(image.toString());
    } catch (RejectedExecutionException e) {
      return Optional.empty(); // so many at once, or shutting down
    }
  }

  private void write(Entry entry, Path image, ByteBuffer bytes, String note) {
    try {
      shelf.put(entry, image, bytes, ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      log.warn("cannot keep the quarantined image {}: {}", image, e.toString());
    }
  }

  /** Writes what there is to write, for 2 s at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      writer.shutdownNow();
    }
  }
}
