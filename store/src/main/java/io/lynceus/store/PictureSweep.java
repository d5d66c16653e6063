package io.lynceus.store;

import io.lynceus.store.database.Session;
import io.lynceus.store.pictures.PictureFolder;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.rows.PictureRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds files without a row, which a process that was killed has left, and rows without a file,
 * which a disk has lost; and deletes both; and then names that no row has any more. All at the
 * start, then anew each hour. Runs on the thread that writes, so that no file is on its way.
 */
final class PictureSweep {
  private static final Logger LOG = LoggerFactory.getLogger(PictureSweep.class);
  private static final int PREFIXES = 256;
  private static final long PAUSE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Vault vault;
  private int next;
  private long dueNanos;

  PictureSweep(Vault vault) {
    this.vault = vault;
    this.dueNanos = vault.host().nanos().getAsLong();
  }

  /** Begins anew at once. */
  void restart() {
    next = 0;
    dueNanos = vault.host().nanos().getAsLong();
  }

  boolean isDue() {
    return vault.host().nanos().getAsLong() - dueNanos >= 0;
  }

  /** Looks at one of 256 folders. */
  void step(Session session) throws SQLException, IOException {
    sweep(session, next);
    next = (next + 1) % PREFIXES;
    if (next == 0) {
      session.transaction(
          within -> {
            vault.rows().deleteUnusedNames(within);
            return true;
          });
      dueNanos = vault.host().nanos().getAsLong() + PAUSE_NANOS;
    }
  }

  private void sweep(Session session, int prefix) throws SQLException, IOException {
    List<PictureFiles> rows = PictureRows.ofPrefix(session, prefix);
    Set<String> originals = deleteFilesWithoutRow(PictureSize.ORIGINAL, prefix, rows);
    Set<String> thumbnails = deleteFilesWithoutRow(PictureSize.THUMBNAIL, prefix, rows);
    List<PictureFiles> lost = new ArrayList<>();
    for (PictureFiles row : rows) {
      boolean whole =
          (row.originalBytes() == 0 || originals.contains(row.sha256()))
              && (row.thumbnailBytes() == 0 || thumbnails.contains(row.sha256()));
      if (!whole) {
        lost.add(row);
      }
    }
    if (!lost.isEmpty()) {
      session.transaction(
          within -> {
            PictureRows.delete(within, lost);
            return true;
          });
      vault.deleteFiles(lost);
      LOG.warn(
          "{} pictures are not in the store's folder any more, such as {}",
          lost.size(),
          lost.get(0).sha256());
    }
  }

  /** Returns the hashes of those that have a row. */
  private Set<String> deleteFilesWithoutRow(PictureSize size, int prefix, List<PictureFiles> rows)
      throws IOException {
    Set<String> wanted = new HashSet<>();
    for (PictureFiles row : rows) {
      if ((size == PictureSize.ORIGINAL ? row.originalBytes() : row.thumbnailBytes()) > 0) {
        wanted.add(row.sha256());
      }
    }
    Set<String> there = new HashSet<>();
    for (PictureFolder.Entry file : vault.pictures().list(size, prefix)) {
      if (wanted.contains(file.sha256())) {
        there.add(file.sha256());
      } else {
        Files.deleteIfExists(file.path());
      }
    }
    return there;
  }
}
