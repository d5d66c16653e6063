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
 * SHA256-ANALYSIS.json} for each analysis that killed slaves. Delete one of the two, and the image
 * is free from the next start on. Only the user can read the folder.
 *
 * <p>Writes on a thread of its own. If the disk fails, the copy is lost and one line is logged.
 */
public final class QuarantineFolder implements QuarantineStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(QuarantineFolder.class);
  private static final int MOST_WAITING = 16;
  private static final int CLOSE_SECONDS = 2;

  private final Path folder;
  private final QuarantineFiles files;
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
   * Creates the folder when the first image is kept.
   *
   * @param version of this master, for the notes
   */
  public QuarantineFolder(
      Path folder, long mostBytes, int mostImages, String version, InstantSource clock) {
    this.folder = folder;
    this.files = new QuarantineFiles(folder, mostBytes, mostImages);
    this.version = version;
    this.clock = clock;
  }

  @Override
  public Set<Entry> entries() {
    try {
      Set<Entry> entries = files.entries();
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
    Path image = files.image(entry.sha256(), poisoning.request().image().format().key());
    ByteBuffer bytes = poisoning.request().file().duplicate();
    String note = QuarantineNote.of(poisoning, version, clock.instant());
    try {
      writer.execute(() -> write(entry, image, bytes, note));
      return Optional.of(image.toString());
    } catch (RejectedExecutionException e) {
      return Optional.empty(); // too many wait, or this is closed
    }
  }

  private void write(Entry entry, Path image, ByteBuffer bytes, String note) {
    try {
      files.put(entry, image, bytes, ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      log.warn("cannot keep the quarantined image {}: {}", image, e.toString());
    }
  }

  /** Writes what waits, for 2 s at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      writer.shutdownNow();
    }
  }
}
