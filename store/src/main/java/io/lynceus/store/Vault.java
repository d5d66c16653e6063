package io.lynceus.store;

import io.lynceus.store.database.Database;
import io.lynceus.store.database.Session;
import io.lynceus.store.pictures.PictureFolder;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.rows.ImageRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * The parts of a store that the thread which writes shares.
 *
 * @param rows writes images
 */
record Vault(
    StoreConfig config,
    Host host,
    Database database,
    PictureFolder pictures,
    ImageRows rows,
    StoreCounters counters) {

  /** Deletes images, their rows first and then the files that no other image has. */
  int deleteImages(Session session, List<Long> ids) throws SQLException, IOException {
    List<PictureFiles> files = session.transaction(within -> rows.delete(within, ids));
    counters.results.addAndGet(-ids.size());
    deleteFiles(files);
    return ids.size();
  }

  /** Deletes files whose rows are gone. */
  void deleteFiles(List<PictureFiles> files) throws IOException {
    for (PictureFiles file : files) {
      counters.pictureBytes.addAndGet(-file.bytes());
      if (file.originalBytes() > 0) {
        pictures.delete(file.sha256(), PictureSize.ORIGINAL, file.format());
      }
      if (file.thumbnailBytes() > 0) {
        pictures.delete(file.sha256(), PictureSize.THUMBNAIL, file.format());
      }
    }
  }
}
