package io.lynceus.store.rows;

import io.lynceus.store.database.Session;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.OutboxItem.Dead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code outbox}. A row goes with its event. Stateless. */
public final class OutboxRows {
  private static final String ITEMS =
      "SELECT seq, uid, channel, camera, event, body, created, attempts, due, dead, why FROM"
          + " outbox WHERE ";

  private OutboxRows() {}

  /**
   * Adds items, within the transaction of the caller's that has written their events.
   *
   * @return those whose events are there; the others are not written
   */
  public static List<OutboxItem> add(Session session, List<OutboxItem> items) throws SQLException {
    List<OutboxItem> added = new ArrayList<>();
    for (OutboxItem item : items) {
      // An event that was erased meanwhile does not come back, and nobody is told of it.
      if (session.number("SELECT id FROM event WHERE uid = ?", item.event()).isPresent()) {
        session.update(
            "INSERT INTO outbox (seq, uid, channel, camera, event, body, created, attempts, due)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            item.seq(),
            item.id(),
            item.channel(),
            item.camera(),
            item.event(),
            Texts.storable(item.body()),
            RowId.millis(item.created()),
            item.attempts(),
            RowId.millis(item.due()));
        added.add(item);
      }
    }
    return added;
  }

  /** The oldest items of a channel that were not given up, after that place, in their order. */
  public static List<OutboxItem> pending(Session session, String channel, long after, int limit)
      throws SQLException {
    return session.list(
        ITEMS + "channel = ? AND dead IS NULL AND seq > ? ORDER BY seq LIMIT " + limit,
        OutboxRows::item,
        channel,
        after);
  }

  /** The items of a channel that were given up, the latest first, before that place. */
  public static List<OutboxItem> dead(Session session, String channel, long before, int limit)
      throws SQLException {
    return session.list(
        ITEMS + "channel = ? AND dead IS NOT NULL AND seq < ? ORDER BY seq DESC LIMIT " + limit,
        OutboxRows::item,
        channel,
        before);
  }

  /** The item of that id. */
  public static Optional<OutboxItem> find(Session session, String id) throws SQLException {
    return session.first(ITEMS + "uid = ?", OutboxRows::item, Texts.storable(id));
  }

  /** How many items of a channel were not given up. */
  public static long countPending(Session session, String channel) throws SQLException {
    return session
        .number("SELECT COUNT(*) FROM outbox WHERE channel = ? AND dead IS NULL", channel)
        .orElse(0);
  }

  /** How many items of a channel were given up. */
  public static long countDead(Session session, String channel) throws SQLException {
    return session
        .number("SELECT COUNT(*) FROM outbox WHERE channel = ? AND dead IS NOT NULL", channel)
        .orElse(0);
  }

  /** The place of the latest item; 0 if there is none. */
  public static long latest(Session session) throws SQLException {
    return session.number("SELECT MAX(seq) FROM outbox").orElse(0);
  }

  /** The channels that have items. */
  public static List<String> channels(Session session) throws SQLException {
    return session.list("SELECT DISTINCT channel FROM outbox", row -> row.getString(1));
  }

  /** Deletes items, within a transaction of the caller's. */
  public static void delete(Session session, List<Long> places) throws SQLException {
    for (Long place : places) {
      session.update("DELETE FROM outbox WHERE seq = ?", place);
    }
  }

  /** Writes what has become of items that are there, within a transaction of the caller's. */
  public static void change(Session session, List<OutboxItem> items) throws SQLException {
    for (OutboxItem item : items) {
      session.update(
          "UPDATE outbox SET created = ?, attempts = ?, due = ?, dead = CAST(? AS BIGINT),"
              + " why = CAST(? AS TEXT) WHERE seq = ?",
          RowId.millis(item.created()),
          item.attempts(),
          RowId.millis(item.due()),
          item.dead().map(dead -> RowId.millis(dead.at())).orElse(null),
          item.dead().map(dead -> Texts.storable(dead.why())).orElse(null),
          item.seq());
    }
  }

  /** Gives up all pending items of a channel; returns how many. */
  public static int giveUpAll(Session session, String channel, Dead dead) throws SQLException {
    return session.update(
        "UPDATE outbox SET dead = ?, why = ? WHERE channel = ? AND dead IS NULL",
        RowId.millis(dead.at()),
        Texts.storable(dead.why()),
        channel);
  }

  /**
   * Deletes the oldest items of a channel beyond a number.
   *
   * @param given those that were given up, or else those that were not
   * @return how many
   */
  public static int trim(Session session, String channel, boolean given, long keep)
      throws SQLException {
    long number = given ? countDead(session, channel) : countPending(session, channel);
    return number <= keep
        ? 0
        : session.update(
            "DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE channel = ? AND dead IS "
                + (given ? "NOT NULL" : "NULL")
                + " ORDER BY seq LIMIT "
                + (number - keep)
                + ")",
            channel);
  }

  private static OutboxItem item(ResultSet row) throws SQLException {
    Instant created = Instant.ofEpochMilli(row.getLong(7));
    int attempts = row.getInt(8);
    Instant due = Instant.ofEpochMilli(row.getLong(9));
    long dead = row.getLong(10);
    Optional<Dead> end =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Dead(
                    Instant.ofEpochMilli(dead), Optional.ofNullable(row.getString(11)).orElse("")));
    return new OutboxItem(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        created,
        attempts,
        due,
        end);
  }
}
