package io.lynceus.store.rows;

import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.database.Session;
import io.lynceus.store.result.EraseCriteria;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code ledger}: a row for each line and quarter of an hour. Stateless. */
public final class LedgerTable {
  private LedgerTable() {}

  /** Adds counts to their rows, within a transaction of the caller's. */
  public static void add(Session session, List<LineCount> counts) throws SQLException {
    Names cameras = new Names("camera");
    for (LineCount count : counts) {
      session.update(
          "INSERT INTO ledger (camera_id, line, quarter, went_in, went_out, doubtful, covered,"
              + " steps) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT (camera_id, line, quarter) DO UPDATE SET"
              + " went_in = ledger.went_in + excluded.went_in,"
              + " went_out = ledger.went_out + excluded.went_out,"
              + " doubtful = ledger.doubtful + excluded.doubtful,"
              + " covered = ledger.covered + excluded.covered,"
              + " steps = ledger.steps + excluded.steps",
          cameras.id(session, count.camera().name()),
          count.line(),
          RowId.millis(count.quarter()),
          count.in(),
          count.out(),
          count.doubtful(),
          count.coveredMillis(),
          count.steps());
    }
  }

  /**
   * The rows of some lines, in the order of time.
   *
   * @param lines their names, and the cameras that see them now: what another one has seen is not
   *     among them
   * @param from the first quarter; empty: from the beginning
   * @param to exclusive
   */
  public static List<LineCount> list(
      Session session, Collection<LineCount> lines, Optional<Instant> from, Instant to)
      throws SQLException {
    List<LineCount> rows = new ArrayList<>();
    for (LineCount line : lines) {
      session.list(
          "SELECT l.quarter, l.went_in, l.went_out, l.doubtful, l.covered, l.steps FROM ledger l"
              + " JOIN camera c ON c.id = l.camera_id"
              + " WHERE c.name = ? AND l.line = ? AND l.quarter >= ? AND l.quarter < ?"
              + " ORDER BY l.quarter",
          row ->
              rows.add(
                  new LineCount(
                      line.line(),
                      line.camera(),
                      Instant.ofEpochMilli(row.getLong(1)),
                      row.getInt(2),
                      row.getInt(3),
                      row.getInt(4),
                      row.getLong(5),
                      row.getLong(6))),
          line.camera().name(),
          line.line(),
          from.map(RowId::millis).orElse(0L),
          RowId.millis(to));
    }
    return rows;
  }

  /**
   * Deletes rows of a camera whose quarter began before that time; of each of their lines, a row
   * without a time says that there were some.
   */
  public static void deleteBefore(Session session, long camera, long millis) throws SQLException {
    String old = "FROM ledger WHERE camera_id = ? AND quarter > 0 AND quarter < ?";
    if (session.number("SELECT quarter " + old + " LIMIT 1", camera, millis).isPresent()) {
      session.transaction(
          within -> {
            mark(within, old, camera, millis);
            return within.update("DELETE " + old, camera, millis);
          });
    }
  }

  /**
   * Notes for lines that not all of their rows are there any more: by one of 1970, of which nothing
   * was seen. Who is in an area since its first row is not known then.
   */
  private static void mark(Session session, String gone, Object... arguments) throws SQLException {
    session.update(
        "INSERT INTO ledger (camera_id, line, quarter, went_in, went_out, doubtful, covered, steps)"
            + " SELECT DISTINCT camera_id, line, 0, 0, 0, 0, 0, 0 "
            + gone
            + " ON CONFLICT (camera_id, line, quarter) DO NOTHING",
        arguments);
  }

  /**
   * Deletes the rows of a camera and a time; within a transaction of the caller's. Rows name no
   * label and no person: what is erased by these leaves them.
   */
  public static int erase(Session session, EraseCriteria criteria) throws SQLException {
    if (criteria.person().isPresent() || criteria.label().isPresent()) {
      return 0;
    }
    List<Object> arguments = new ArrayList<>();
    StringBuilder where = new StringBuilder("1 = 1");
    if (criteria.camera().isPresent()) {
      where.append(" AND camera_id = ?");
      arguments.add(
          new Names("camera").find(session, Texts.storable(criteria.camera().get())).orElse(-1));
    }
    if (criteria.from().isPresent()) {
      where.append(" AND quarter > ?");
      arguments.add(RowId.millis(criteria.from().get().minus(LineCount.QUARTER)));
    }
    if (criteria.to().isPresent()) {
      where.append(" AND quarter < ?");
      arguments.add(RowId.millis(criteria.to().get()));
    }
    if (criteria.from().isPresent() || criteria.to().isPresent()) {
      where.append(" AND quarter > 0");
      mark(session, "FROM ledger WHERE " + where, arguments.toArray());
    }
    return session.update("DELETE FROM ledger WHERE " + where, arguments.toArray());
  }

  /** What is wrong with the table, a line each. */
  public static List<String> problems(Session session) throws SQLException {
    long wrong =
        session
            .number(
                "SELECT COUNT(*) FROM ledger WHERE went_in < 0 OR went_out < 0 OR doubtful < 0 OR"
                    + " covered < 0 OR steps < 0")
            .orElse(0);
    return wrong > 0 ? List.of(wrong + " rows of the ledger have a count below 0") : List.of();
  }
}
