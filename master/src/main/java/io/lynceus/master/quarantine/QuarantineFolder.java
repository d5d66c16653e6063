package io.lynceus.master.quarantine;

import io.lynceus.master.dispatch.QuarantineStore;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.master.outlets.OutletQueue;
import io.lynceus.model.Quarantined;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of quarantined images: each as {@code SHA256.FORMAT}, and beside it {@code
 * SHA256-ANALYSIS.json} for each analysis that killed slaves. Delete one of the two by hand, and
 * the image is free from the next start on. Only the user can read the folder.
 *
 * <p>Writes on the thread of an outlet. If the disk fails, the copy is lost, logged and counted.
 */
public final class QuarantineFolder implements QuarantineStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(QuarantineFolder.class);

  /** An image comes once for each analysis that it kills slaves with. */
  private static final OutletConfig OUTLET = new OutletConfig("quarantine", 16, 256 << 20, false);

  private final Path folder;
  private final QuarantineFiles files;
  private final String version;
  private final InstantSource clock;
  private final OutletQueue writer = new OutletQueue(OUTLET);

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
  public List<Quarantined> entries() {
    try {
      List<Quarantined> entries = files.entries();
      if (!entries.isEmpty()) {
        log.info("{} analyses of images stay quarantined, see {}", entries.size(), folder);
      }
      return entries;
    } catch (IOException e) {
      log.warn("cannot read the quarantine: {}", e.toString());
      return List.of();
    }
  }

  @Override
  public Optional<String> keep(Poisoning poisoning) {
    Entry entry = poisoning.entry();
    Path image = files.image(entry.sha256(), poisoning.request().image().format().key());
    ByteBuffer bytes = poisoning.request().file().duplicate();
    String note = QuarantineNote.of(poisoning, version, clock.instant());
    return writer.offer(bytes.remaining(), () -> write(entry, image, bytes, note))
        ? Optional.of(image.toString())
        : Optional.empty();
  }

  private void write(Entry entry, Path image, ByteBuffer bytes, String note) throws IOException {
    try {
      files.put(entry, image, bytes, ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IOException("cannot keep the quarantined image " + image, e);
    }
  }

  @Override
  public boolean clear(Set<String> images) {
    return writer.offer(0, () -> files.delete(images));
  }

  /** The queue of what is to be written. */
  public OutletQueue outlet() {
    return writer;
  }

  /** Writes what waits, for 2 s at most. */
  @Override
  public void close() {
    writer.close();
  }
}
