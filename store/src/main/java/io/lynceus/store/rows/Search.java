package io.lynceus.store.rows;

import io.lynceus.store.database.Database;
import io.lynceus.store.database.Session;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultFacts.StoredImage;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredFinding.Area;
import io.lynceus.store.result.StoredOutcome;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads results. For readers. */
public final class Search {
  /** Of the replies of a page, unpacked; the first is always on it. */
  private static final long MOST_REPLY_BYTES = 8 << 20;

  /** How many rows are read together. */
  private static final int CHUNK = 100;

  private static final String IDS = "i.id";
  private static final String IMAGES =
      "SELECT i.id, i.uid, i.at, i.time_from, c.name, i.name, i.sha256, i.format, i.width,"
          + " i.height, i.bytes, i.status, i.reply, i.stored, p.bytes, p.thumbnail"
          + " FROM image i LEFT JOIN camera c ON c.id = i.camera_id"
          + " LEFT JOIN picture p ON p.sha256 = i.sha256 WHERE i.id IN ";
  private static final String FINDINGS =
      "SELECT f.image_id, f.kind, l.name, f.score, f.x, f.y, f.w, f.h, f.zones, f.person, f.dropped"
          + " FROM finding f JOIN label l ON l.id = f.label_id WHERE f.image_id IN ";
  private static final String OUTCOMES =
      "SELECT image_id, analysis, status, slave, ms FROM outcome WHERE image_id IN ";

  private final Session session;
  private final Database database;

  public Search(Session session, Database database) {
    this.session = session;
    this.database = database;
  }

  /**
   * A page of results.
   *
   * @throws IllegalArgumentException for a cursor that is none
   */
  public ResultPage page(ResultQuery query) throws SQLException {
    List<Long> ids = ids(query, query.limit() + 1);
    boolean more = ids.size() > query.limit();
    List<Long> wanted = more ? ids.subList(0, query.limit()) : ids;
    List<FoundResult> results = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < wanted.size(); i += CHUNK) {
      List<Long> chunk = wanted.subList(i, Math.min(i + CHUNK, wanted.size()));
      Found found = results(chunk, results.isEmpty(), MOST_REPLY_BYTES - bytes);
      results.addAll(found.results);
      bytes += found.bytes;
      if (found.stoppedAt.isPresent()) {
        return new ResultPage(results, Optional.of(RowId.cursor(found.stoppedAt.getAsLong() + 1)));
      }
    }
    return new ResultPage(
        results,
        more ? Optional.of(RowId.cursor(wanted.get(wanted.size() - 1))) : Optional.empty());
  }

  /** Ids of rows, those of the latest stills first. */
  public List<Long> ids(ResultQuery query, int limit) throws SQLException {
    Optional<SearchSql> sql = SearchSql.of(session, database, query);
    return sql.isEmpty()
        ? List.of()
        : session.list(sql.get().select(IDS, limit), row -> row.getLong(1), sql.get().arguments());
  }

  public long count(ResultQuery query) throws SQLException {
    Optional<SearchSql> sql = SearchSql.of(session, database, query);
    return sql.isEmpty() ? 0 : session.number(sql.get().count(), sql.get().arguments()).orElse(0);
  }

  /** The result of that id; the latest still of several. */
  public Optional<FoundResult> find(String uid) throws SQLException {
    Optional<Long> id =
        session.first(
            "SELECT id FROM image WHERE uid = ? ORDER BY stored DESC, id DESC LIMIT 1",
            row -> row.getLong(1),
            Texts.storable(uid));
    return id.isEmpty()
        ? Optional.empty()
        : results(id.map(List::of).orElseThrow(), true, MOST_REPLY_BYTES).results.stream()
            .findFirst();
  }

  /** Ids of the rows of the results of that id. */
  public List<Long> idsOf(String uid, int limit) throws SQLException {
    return session.list(
        "SELECT id FROM image WHERE uid = ? LIMIT " + limit,
        row -> row.getLong(1),
        Texts.storable(uid));
  }

  /** Some of the results that were looked for, those of the latest stills first. */
  private static final class Found {
    private final List<FoundResult> results = new ArrayList<>();
    private long bytes;
    private OptionalLong stoppedAt = OptionalLong.empty();
  }

  /**
   * Reads results, without those that were deleted meanwhile.
   *
   * @param ids the largest first
   * @param first whether the first one is wanted, however long its reply
   * @param most bytes of replies; the rest stays packed
   */
  private Found results(List<Long> ids, boolean first, long most) throws SQLException {
    Object[] arguments = ids.toArray();
    String list = "(?" + ", ?".repeat(ids.size() - 1) + ")";
    Map<Long, List<StoredFinding>> findings = new HashMap<>();
    session.list(
        FINDINGS + list + " ORDER BY f.image_id, f.n",
        row -> add(findings, row.getLong(1), finding(row)),
        arguments);
    Map<Long, List<StoredOutcome>> outcomes = new HashMap<>();
    session.list(
        OUTCOMES + list + " ORDER BY image_id, analysis",
        row -> add(outcomes, row.getLong(1), outcome(row)),
        arguments);
    Found found = new Found();
    session.list(
        IMAGES + list + " ORDER BY i.id DESC",
        row -> {
          long id = row.getLong(1);
          if (found.stoppedAt.isPresent()) {
            return false;
          }
          ByteBuffer reply = Deflated.inflate(row.getBytes(13));
          boolean fits = found.bytes + reply.remaining() <= most;
          if (!fits && !(first && found.results.isEmpty())) {
            found.stoppedAt = OptionalLong.of(id);
            return false;
          }
          found.bytes += reply.remaining();
          return found.results.add(
              image(
                  row,
                  reply,
                  findings.getOrDefault(id, List.of()),
                  outcomes.getOrDefault(id, List.of())));
        },
        arguments);
    return found;
  }

  private static <T> boolean add(Map<Long, List<T>> lists, long id, T value) {
    return lists.computeIfAbsent(id, key -> new ArrayList<>()).add(value);
  }

  private static FoundResult image(
      ResultSet row, ByteBuffer reply, List<StoredFinding> findings, List<StoredOutcome> outcomes)
      throws SQLException {
    ResultFacts facts =
        new ResultFacts(
            row.getString(2),
            Instant.ofEpochMilli(row.getLong(3)),
            row.getString(4),
            Optional.ofNullable(row.getString(5)),
            Optional.ofNullable(row.getString(6)),
            new StoredImage(
                Hashes.text(row.getBytes(7)),
                row.getString(8),
                row.getInt(9),
                row.getInt(10),
                row.getLong(11)),
            row.getString(12),
            reply,
            findings,
            outcomes);
    return new FoundResult(
        facts, Instant.ofEpochMilli(row.getLong(14)), row.getLong(15) > 0, row.getLong(16) > 0);
  }

  private static StoredFinding finding(ResultSet row) throws SQLException {
    double x = row.getDouble(5);
    Optional<Area> box =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new Area(x, row.getDouble(6), row.getDouble(7), row.getDouble(8)));
    return new StoredFinding(
        row.getString(2),
        row.getString(3),
        row.getDouble(4),
        box,
        Zones.of(row.getString(9)),
        Optional.ofNullable(row.getString(10)),
        Optional.ofNullable(row.getString(11)));
  }

  private static StoredOutcome outcome(ResultSet row) throws SQLException {
    double millis = row.getDouble(5);
    OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(millis);
    return new StoredOutcome(
        row.getString(2), row.getString(3), Optional.ofNullable(row.getString(4)), known);
  }
}
