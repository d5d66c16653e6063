package io.lynceus.store.rows;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.database.Session;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.StoredEvent.Seen;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The tables {@code event} and {@code presence}. Stateless. */
public final class EventRows {
  private static final String INSERT =
      "INSERT INTO event (last, ended, number, best_uid, best_sha256, best_at, score, x, y, w, h,"
          + " width, height, stored, kind, rule, camera_id, label_id, zone, started, quiet, id,"
          + " uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE event SET last = ?, ended = ?, number = ?, best_uid = ?, best_sha256 = ?, best_at ="
          + " ?, score = ?, x = ?, y = ?, w = ?, h = ?, width = ?, height = ?, stored = ? WHERE uid"
          + " = ?";
  private static final String EVENTS =
      "SELECT e.id, e.uid, e.kind, e.rule, c.name, l.name, e.zone, e.started, e.last, e.ended,"
          + " e.number, e.quiet, e.best_uid, e.best_sha256, e.best_at, e.score, e.x, e.y, e.w, e.h,"
          + " e.width, e.height, e.seen_at, e.seen_by, p.bytes, p.thumbnail"
          + " FROM event e JOIN camera c ON c.id = e.camera_id JOIN label l ON l.id = e.label_id"
          + " LEFT JOIN picture p ON p.sha256 = e.best_sha256";

  private EventRows() {}

  /**
   * Writes events, within a transaction of the caller's; one that is there is changed, and stays
   * marked as seen.
   *
   * @param fresh ids of those that are added if they are not there
   * @param now by the master's clock
   */
  public static void put(Session session, List<SceneEvent> events, Set<String> fresh, Instant now)
      throws SQLException {
    Names cameras = new Names("camera");
    Names labels = new Names("label");
    for (SceneEvent event : events) {
      List<@Nullable Object> values = new ArrayList<>(changing(event, now));
      boolean there = session.number("SELECT id FROM event WHERE uid = ?", event.id()).isPresent();
      if (!there && !fresh.contains(event.id())) {
        continue;
      }
      if (!there) {
        values.addAll(
            Arrays.asList(
                event.kind().key(),
                event.rule(),
                cameras.id(session, event.camera().name()),
                labels.id(session, Texts.storable(event.label())),
                event.zone().map(Texts::storable).orElse(null),
                RowId.millis(event.started()),
                event.quiet() ? 1 : 0,
                newId(session, event)));
      }
      values.add(event.id());
      session.update(there ? UPDATE : INSERT, values.toArray());
    }
  }

  private static List<@Nullable Object> changing(SceneEvent event, Instant now) {
    BestStill best = event.best();
    return Arrays.asList(
        RowId.millis(event.last()),
        event.ended().map(RowId::millis).orElse(null),
        event.count(),
        Texts.storable(best.image()),
        Hashes.bytes(best.sha256()),
        RowId.millis(best.at()),
        (double) best.score(),
        (double) best.box().x(),
        (double) best.box().y(),
        (double) best.box().width(),
        (double) best.box().height(),
        best.width(),
        best.height(),
        RowId.millis(now));
  }

  private static long newId(Session session, SceneEvent event) throws SQLException {
    long id;
    do {
      id = RowId.of(RowId.millis(event.started()), ThreadLocalRandom.current().nextLong());
    } while (session.number("SELECT id FROM event WHERE id = ?", id).isPresent());
    return id;
  }

  /**
   * A page of events.
   *
   * @throws IllegalArgumentException for a cursor that is none
   */
  public static EventPage page(Session session, EventQuery query) throws SQLException {
    Conditions conditions = conditions(query);
    List<Long> ids = new ArrayList<>();
    List<StoredEvent> events = new ArrayList<>();
    session.list(
        EVENTS + conditions.text + " ORDER BY e.id DESC LIMIT " + (query.limit() + 1),
        row -> events.add(event(row)) && ids.add(row.getLong(1)),
        conditions.arguments.toArray());
    if (events.size() <= query.limit()) {
      return new EventPage(events, Optional.empty());
    }
    return new EventPage(
        events.subList(0, query.limit()), Optional.of(RowId.cursor(ids.get(query.limit() - 1))));
  }

  /** The event of that id. */
  public static Optional<StoredEvent> find(Session session, String uid) throws SQLException {
    return session.first(EVENTS + " WHERE e.uid = ?", EventRows::event, Texts.storable(uid));
  }

  public static long count(Session session, EventQuery query) throws SQLException {
    Conditions conditions = conditions(query);
    return session
        .number(
            "SELECT COUNT(*) FROM event e JOIN camera c ON c.id = e.camera_id"
                + " JOIN label l ON l.id = e.label_id"
                + conditions.text,
            conditions.arguments.toArray())
        .orElse(0);
  }

  /**
   * Marks events as seen, or takes the marks away; within a transaction of the caller's.
   *
   * @param uid of one event; empty: all for which the query holds
   * @param seen who marks them, and when; empty: the marks go
   * @return how many were changed
   */
  public static long mark(
      Session session, Optional<String> uid, EventQuery query, Optional<Seen> seen)
      throws SQLException {
    Conditions conditions = conditions(query);
    uid.ifPresent(id -> conditions.and("e.uid = ?", Texts.storable(id)));
    conditions.and(seen.isPresent() ? "e.seen_at IS NULL" : "e.seen_at IS NOT NULL");
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(seen.map(mark -> RowId.millis(mark.at())).orElse(null));
    arguments.add(seen.map(mark -> Texts.storable(mark.by())).orElse(null));
    arguments.addAll(conditions.arguments);
    return session.update(
        "UPDATE event SET seen_at = CAST(? AS BIGINT), seen_by = CAST(? AS TEXT) WHERE id IN"
            + " (SELECT e.id FROM event e JOIN camera c ON c.id = e.camera_id"
            + " JOIN label l ON l.id = e.label_id"
            + conditions.text
            + ")",
        arguments.toArray());
  }

  private static final class Conditions {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> arguments = new ArrayList<>();

    private void and(String condition, @Nullable Object... values) {
      text.append(text.isEmpty() ? " WHERE " : " AND ").append(condition);
      arguments.addAll(Arrays.asList(values));
    }
  }

  private static Conditions conditions(EventQuery query) {
    Conditions all = new Conditions();
    query.camera().ifPresent(name -> all.and("c.name = ?", Texts.storable(name)));
    query.label().ifPresent(name -> all.and("l.name = ?", Texts.storable(name)));
    query.zone().ifPresent(name -> all.and("e.zone = ?", Texts.storable(name)));
    query.kind().ifPresent(kind -> all.and("e.kind = ?", kind.key()));
    query.rule().ifPresent(name -> all.and("e.rule = ?", Texts.storable(name)));
    query.from().ifPresent(time -> all.and("e.id >= ?", RowId.first(RowId.millis(time))));
    query.to().ifPresent(time -> all.and("e.id < ?", RowId.first(RowId.millis(time))));
    query.seen().ifPresent(is -> all.and(is ? "e.seen_at IS NOT NULL" : "e.seen_at IS NULL"));
    query.open().ifPresent(is -> all.and(is ? "e.ended IS NULL" : "e.ended IS NOT NULL"));
    query
        .cursor()
        .ifPresent(
            text ->
                all.and(
                    "e.id < ?",
                    RowId.ofCursor(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "cursor is the next of an earlier page"))));
    return all;
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    long ended = row.getLong(10);
    Optional<Instant> end =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
    SceneEvent event =
        new SceneEvent(
            row.getString(2),
            EventKind.of(row.getString(3)).orElse(EventKind.ARRIVED),
            row.getString(4),
            new Camera(row.getString(5)),
            row.getString(6),
            Optional.ofNullable(row.getString(7)),
            Instant.ofEpochMilli(row.getLong(8)),
            Instant.ofEpochMilli(row.getLong(9)),
            end,
            row.getInt(11),
            row.getInt(12) != 0,
            new BestStill(
                row.getString(13),
                Hashes.text(row.getBytes(14)),
                Instant.ofEpochMilli(row.getLong(15)),
                (float) row.getDouble(16),
                new Box(
                    (float) row.getDouble(17),
                    (float) row.getDouble(18),
                    (float) row.getDouble(19),
                    (float) row.getDouble(20)),
                row.getInt(21),
                row.getInt(22)));
    long seenAt = row.getLong(23);
    Optional<Seen> seen =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Seen(
                    Instant.ofEpochMilli(seenAt),
                    Optional.ofNullable(row.getString(24)).orElse("")));
    return new StoredEvent(event, seen, row.getLong(25) > 0, row.getLong(26) > 0);
  }

  /** Deletes events of a camera that changed last before that time. */
  public static void deleteBefore(Session session, long camera, long millis) throws SQLException {
    String old = "FROM event WHERE camera_id = ? AND stored < ?";
    if (session.number("SELECT id " + old + " LIMIT 1", camera, millis).isPresent()) {
      session.transaction(within -> within.update("DELETE " + old, camera, millis));
    }
  }

  /** Deletes events that began before the still of that image. */
  public static int deleteUpTo(Session session, long image) throws SQLException {
    return session.update("DELETE FROM event WHERE id <= ?", image);
  }

  /**
   * Deletes the events of which all that is given holds, and what is known of a camera that goes as
   * a whole; within a transaction of the caller's. No event has a person.
   */
  public static int erase(Session session, EraseCriteria criteria) throws SQLException {
    if (criteria.person().isPresent()) {
      return 0;
    }
    OptionalLong camera = OptionalLong.empty();
    Conditions all = new Conditions();
    if (criteria.camera().isPresent()) {
      String name = Texts.storable(criteria.camera().get());
      camera = new Names("camera").find(session, name);
      all.and("camera_id = ?", camera.orElse(-1));
      if (criteria.isWholeCamera()) {
        session.update("DELETE FROM presence WHERE camera = ?", name);
      }
    }
    if (criteria.label().isPresent()) {
      all.and(
          "label_id = ?",
          new Names("label").find(session, Texts.storable(criteria.label().get())).orElse(-1));
    }
    criteria.from().ifPresent(time -> all.and("id >= ?", RowId.first(RowId.millis(time))));
    criteria.to().ifPresent(time -> all.and("id < ?", RowId.first(RowId.millis(time))));
    return session.update("DELETE FROM event" + all.text, all.arguments.toArray());
  }

  /** Writes what is known of cameras, within a transaction of the caller's. */
  public static void putPresence(Session session, Map<String, byte[]> states) throws SQLException {
    for (Map.Entry<String, byte[]> state : states.entrySet()) {
      session.update(
          "INSERT INTO presence (camera, state) VALUES (?, ?)"
              + " ON CONFLICT (camera) DO UPDATE SET state = excluded.state",
          state.getKey(),
          state.getValue());
    }
  }

  /** What is known of cameras, by their names. */
  public static Map<String, byte[]> presence(Session session) throws SQLException {
    Map<String, byte[]> states = new LinkedHashMap<>();
    session.list(
        "SELECT camera, state FROM presence",
        row -> Optional.ofNullable(states.put(row.getString(1), row.getBytes(2))));
    return states;
  }

  /** What is wrong with the table, a line each. */
  public static List<String> problems(Session session) throws SQLException {
    List<String> problems = new ArrayList<>();
    long lonely =
        session
            .number(
                "SELECT COUNT(*) FROM event e WHERE NOT EXISTS"
                    + " (SELECT 1 FROM camera c WHERE c.id = e.camera_id) OR NOT EXISTS"
                    + " (SELECT 1 FROM label l WHERE l.id = e.label_id)")
            .orElse(0);
    if (lonely > 0) {
      problems.add(lonely + " events have a camera or a label without a name");
    }
    long wrong =
        session
            .number("SELECT COUNT(*) FROM event WHERE last < started OR ended < started")
            .orElse(0);
    if (wrong > 0) {
      problems.add(wrong + " events end before they begin");
    }
    return problems;
  }
}
