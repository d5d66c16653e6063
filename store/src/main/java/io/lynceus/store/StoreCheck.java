package io.lynceus.store;

import io.lynceus.store.database.Database;
import io.lynceus.store.database.Session;
import io.lynceus.store.pictures.PictureFolder;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import io.lynceus.store.rows.AuditRows;
import io.lynceus.store.rows.EventRows;
import io.lynceus.store.rows.LedgerTable;
import io.lynceus.store.rows.PictureRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Compares what has to fit: the database with itself, rows with files, the audit chain. */
final class StoreCheck {
  private static final int PREFIXES = 256;

  /** A file may be on its way: its row comes after it. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  /** Tables whose rows belong to an image, and the column that says to which. */
  private static final Map<String, String> PARTS =
      Map.of("hit", "image_id", "finding", "image_id", "outcome", "image_id");

  private final Database database;
  private final PictureFolder pictures;
  private final InstantSource clock;
  private final List<String> problems = new ArrayList<>();

  StoreCheck(Database database, PictureFolder pictures, InstantSource clock) {
    this.database = database;
    this.pictures = pictures;
    this.clock = clock;
  }

  CheckReport run() throws StoreException {
    database.integrity().forEach(this::add);
    if (!problems.isEmpty()) {
      // What a damaged file says of itself is not worth reading.
      return new CheckReport(0, 0, 0, problems);
    }
    try {
      return database.readSlowly(this::run);
    } catch (UncheckedIOException e) {
      throw new StoreException(
          Reason.UNAVAILABLE, "the pictures cannot be read: " + e.getMessage(), e);
    }
  }

  private CheckReport run(Session session) throws SQLException {
    long results = session.number("SELECT COUNT(*) FROM image").orElse(0);
    checkParts(session);
    EventRows.problems(session).forEach(this::add);
    LedgerTable.problems(session).forEach(this::add);
    AuditRows.Chain chain = AuditRows.check(session);
    chain.problem().ifPresent(this::add);
    for (int prefix = 0; prefix < PREFIXES; prefix++) {
      checkPictures(session, prefix);
    }
    return new CheckReport(results, PictureRows.count(session), chain.entries(), problems);
  }

  private void add(String problem) {
    if (problems.size() < CheckReport.MAX_PROBLEMS) {
      problems.add(problem);
    }
  }

  /** One statement each: what is written meanwhile is in it as a whole or not at all. */
  private void checkParts(Session session) throws SQLException {
    for (Map.Entry<String, String> part : PARTS.entrySet()) {
      long lonely =
          session
              .number(
                  "SELECT COUNT(*) FROM "
                      + part.getKey()
                      + " part WHERE NOT EXISTS (SELECT 1 FROM image i WHERE i.id = part."
                      + part.getValue()
                      + ")")
              .orElse(0);
      if (lonely > 0) {
        add(lonely + " rows of the table " + part.getKey() + " belong to no result");
      }
    }
    long wrong =
        session
            .number(
                "SELECT (SELECT COUNT(*) FROM image)"
                    + " - (SELECT COALESCE(SUM(images), 0) FROM tally"
                    + " WHERE label_id = 0 AND camera_id >= 0)")
            .orElse(0);
    if (wrong == 0) {
      wrong =
          session
              .number(
                  "SELECT COALESCE(SUM(CASE WHEN camera_id >= 0 THEN images ELSE -images END), 0)"
                      + " FROM tally WHERE label_id = 0")
              .orElse(0);
    }
    if (wrong != 0) {
      add("the summaries count " + -wrong + " results more than there are");
    }
  }

  private void checkPictures(Session session, int prefix) throws SQLException {
    Map<String, PictureFiles> before = rows(session, prefix);
    List<PictureFolder.Entry> originals = files(PictureSize.ORIGINAL, prefix);
    List<PictureFolder.Entry> thumbnails = files(PictureSize.THUMBNAIL, prefix);
    Map<String, PictureFiles> after = rows(session, prefix);
    compare("picture", originals, before, after, PictureFiles::originalBytes);
    compare("thumbnail", thumbnails, before, after, PictureFiles::thumbnailBytes);
  }

  private static Map<String, PictureFiles> rows(Session session, int prefix) throws SQLException {
    Map<String, PictureFiles> rows = new HashMap<>();
    PictureRows.ofPrefix(session, prefix).forEach(row -> rows.put(row.sha256(), row));
    return rows;
  }

  private List<PictureFolder.Entry> files(PictureSize size, int prefix) {
    try {
      return pictures.list(size, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(DiskFailures.text(e), e);
    }
  }

  /**
   * While the store goes on: a row that was there before and after the files were listed has to
   * have its file, and a file that is old enough has to have a row.
   */
  private void compare(
      String what,
      List<PictureFolder.Entry> files,
      Map<String, PictureFiles> before,
      Map<String, PictureFiles> after,
      ToLongFunction<PictureFiles> bytes) {
    Map<String, Long> sizes = new HashMap<>();
    long old = clock.instant().minus(YOUNG).toEpochMilli();
    for (PictureFolder.Entry file : files) {
      sizes.put(file.sha256(), file.bytes());
      boolean known = wants(before, file.sha256(), bytes) || wants(after, file.sha256(), bytes);
      if (!known && file.modifiedMillis() < old) {
        add(file.path() + " belongs to no result");
      }
    }
    for (PictureFiles row : before.values()) {
      if (wants(before, row.sha256(), bytes) && wants(after, row.sha256(), bytes)) {
        Long size = sizes.get(row.sha256());
        if (size == null) {
          add("the " + what + " " + row.sha256() + " is missing");
        } else if (size != bytes.applyAsLong(row)) {
          add("the " + what + " " + row.sha256() + " has another size than it had");
        }
      }
    }
  }

  private static boolean wants(
      Map<String, PictureFiles> rows, String sha256, ToLongFunction<PictureFiles> bytes) {
    PictureFiles row = rows.get(sha256);
    return row != null && bytes.applyAsLong(row) > 0;
  }
}
