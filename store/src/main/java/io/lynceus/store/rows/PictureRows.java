package io.lynceus.store.rows;

import io.lynceus.store.database.Session;
import io.lynceus.store.result.ResultFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code picture}: which files are there. */
public final class PictureRows {
  private static final String COLUMNS =
      "SELECT sha256, format, COALESCE(bytes, 0), COALESCE(thumbnail, 0) FROM picture ";

  private PictureRows() {}

  /**
   * The files of an image.
   *
   * @param sha256 of the original, 64 hexadecimal digits
   * @param format of the original
   * @param originalBytes 0 when it is not kept
   * @param thumbnailBytes 0 when there is none
   */
  public record PictureFiles(
      String sha256, String format, long originalBytes, long thumbnailBytes) {
    public long bytes() {
      return originalBytes + thumbnailBytes;
    }
  }

  public static Optional<PictureFiles> find(Session session, String sha256) throws SQLException {
    return session.first(COLUMNS + "WHERE sha256 = ?", PictureRows::read, Hashes.bytes(sha256));
  }

  /** Those whose hash begins with that byte, 0 to 255. */
  public static List<PictureFiles> ofPrefix(Session session, int prefix) throws SQLException {
    byte[] first = {(byte) prefix};
    if (prefix == 255) {
      return session.list(COLUMNS + "WHERE sha256 >= ?", PictureRows::read, first);
    }
    byte[] last = {(byte) (prefix + 1)};
    return session.list(
        COLUMNS + "WHERE sha256 >= ? AND sha256 < ?", PictureRows::read, first, last);
  }

  /** Those that came first. */
  public static List<PictureFiles> oldest(Session session, int limit) throws SQLException {
    return session.list(COLUMNS + "ORDER BY stored LIMIT " + limit, PictureRows::read);
  }

  /** Those of a camera that came before that time. */
  public static List<PictureFiles> before(Session session, long camera, long millis, int limit)
      throws SQLException {
    return session.list(
        COLUMNS + "WHERE camera_id = ? AND stored < ? ORDER BY stored LIMIT " + limit,
        PictureRows::read,
        camera,
        millis);
  }

  public static void delete(Session session, List<PictureFiles> pictures) throws SQLException {
    String delete = "DELETE FROM picture WHERE sha256 = ?";
    for (PictureFiles picture : pictures) {
      session.batch(delete, (Object) Hashes.bytes(picture.sha256()));
    }
    session.flush(delete);
  }

  /** Of all pictures and thumbnails. */
  public static long bytes(Session session) throws SQLException {
    return session
        .number("SELECT SUM(COALESCE(bytes, 0) + COALESCE(thumbnail, 0)) FROM picture")
        .orElse(0);
  }

  public static long count(Session session) throws SQLException {
    return session.number("SELECT COUNT(*) FROM picture").orElse(0);
  }

  /** Those of these files that no image has any more; their rows are deleted. */
  static List<PictureFiles> deleteUnused(Session session, Iterable<String> hashes)
      throws SQLException {
    List<PictureFiles> unused = new ArrayList<>();
    for (String sha256 : hashes) {
      boolean used =
          session
              .number(
                  "SELECT id FROM image WHERE sha256 = ? LIMIT 1", (Object) Hashes.bytes(sha256))
              .isPresent();
      if (!used) {
        find(session, sha256).ifPresent(unused::add);
      }
    }
    delete(session, unused);
    return unused;
  }

  /** Finds the id of a result's camera. */
  interface CameraIds {
    long of(Session session, ResultFacts facts) throws SQLException;
  }

  /** Writes a row for each file, also where several images have the same one. */
  static void put(Session session, Iterable<Addition> additions, CameraIds cameras)
      throws SQLException {
    Map<String, Addition> files = new LinkedHashMap<>();
    for (Addition addition : additions) {
      if (addition.originalBytes() > 0 || addition.thumbnailBytes() > 0) {
        files.merge(addition.facts().image().sha256(), addition, PictureRows::merged);
      }
    }
    for (Addition addition : files.values()) {
      ResultFacts facts = addition.facts();
      session.batch(
          PUT,
          Hashes.bytes(facts.image().sha256()),
          facts.image().format(),
          addition.originalBytes() == 0 ? null : addition.originalBytes(),
          addition.thumbnailBytes() == 0 ? null : addition.thumbnailBytes(),
          cameras.of(session, facts),
          RowId.millis(addition.stored()));
    }
    session.flush(PUT);
  }

  private static Addition merged(Addition a, Addition b) {
    return new Addition(
        b.facts(),
        b.stored(),
        Math.max(a.originalBytes(), b.originalBytes()),
        Math.max(a.thumbnailBytes(), b.thumbnailBytes()));
  }

  private static final String PUT =
      "INSERT INTO picture (sha256, format, bytes, thumbnail, camera_id, stored)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
          + " bytes = COALESCE(excluded.bytes, picture.bytes),"
          + " thumbnail = COALESCE(excluded.thumbnail, picture.thumbnail),"
          + " camera_id = excluded.camera_id, stored = excluded.stored";

  private static PictureFiles read(ResultSet row) throws SQLException {
    return new PictureFiles(
        Hashes.text(row.getBytes(1)), row.getString(2), row.getLong(3), row.getLong(4));
  }
}
