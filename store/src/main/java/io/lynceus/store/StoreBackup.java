package io.lynceus.store;

import io.lynceus.store.database.Database;
import io.lynceus.store.database.Session;
import io.lynceus.store.database.SqliteDatabase;
import io.lynceus.store.pictures.PictureFolder;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import io.lynceus.store.rows.PictureRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a store that goes on: first all rows, as they are at one moment, then the pictures of
 * these rows. On the same disk a picture is linked, not copied: no picture is ever changed. One
 * that retention deletes meanwhile is taken out of the copy's rows, too.
 */
final class StoreBackup {
  private static final int PREFIXES = 256;

  private final Database database;
  private final PictureFolder pictures;

  StoreBackup(Database database, PictureFolder pictures) {
    this.database = database;
    this.pictures = pictures;
  }

  void to(Path target) throws StoreException {
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      deleteAll(partial);
      Files.createDirectory(partial);
      if (Files.getFileStore(partial).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
      }
      boolean done = false;
      try {
        database.copyTo(partial.resolve(SqliteDatabase.FILE));
        copyPictures(partial);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        done = true;
      } finally {
        if (!done) {
          deleteAll(partial);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(Reason.REFUSED, target + " is there already: name a new folder", e);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          Reason.REFUSED, "there is no folder for " + target + ": make it first", e);
    } catch (IOException e) {
      throw new StoreException(
          Reason.UNAVAILABLE, "no backup was made: " + DiskFailures.text(e), e);
    } catch (SQLException e) {
      throw new StoreException(Reason.UNAVAILABLE, "no backup was made: " + database.explain(e), e);
    }
  }

  private void copyPictures(Path copy) throws SQLException, IOException, StoreException {
    PictureFolder copies = new PictureFolder(copy);
    copies.prepare();
    try (Database rows = new SqliteDatabase(copy, 1, Duration.ofMinutes(1))) {
      Session session = rows.write();
      for (int prefix = 0; prefix < PREFIXES; prefix++) {
        List<PictureFiles> gone = new ArrayList<>();
        for (PictureFiles row : PictureRows.ofPrefix(session, prefix)) {
          if (!copy(row, copies)) {
            gone.add(row);
          }
        }
        session.transaction(
            within -> {
              PictureRows.delete(within, gone);
              return true;
            });
      }
    }
  }

  /** Whether all files of the row were there. */
  private boolean copy(PictureFiles row, PictureFolder copies) throws IOException {
    boolean whole = true;
    for (PictureSize size : PictureSize.values()) {
      long bytes = size == PictureSize.ORIGINAL ? row.originalBytes() : row.thumbnailBytes();
      if (bytes > 0) {
        whole &=
            copy(
                pictures.file(row.sha256(), size, row.format()),
                copies.file(row.sha256(), size, row.format()));
      }
    }
    if (!whole) {
      for (PictureSize size : PictureSize.values()) {
        copies.delete(row.sha256(), size, row.format());
      }
    }
    return whole;
  }

  private static boolean copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling(""));
    try {
      Files.createLink(to, from);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileSystemException | UnsupportedOperationException e) {
      try {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        return true;
      } catch (NoSuchFileException gone) {
        return false;
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
