package io.lynceus.store.rows;

import io.lynceus.store.database.Database;
import io.lynceus.store.database.Session;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.rows.SearchKeys.Lead;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statement of a search: one of three ways into the tables, and what has to hold besides. Each
 * way reads an index from its end, in the order of time, and stops when the page is full.
 */
final class SearchSql {
  private final StringBuilder conditions = new StringBuilder();
  private final List<@Nullable Object> arguments = new ArrayList<>();
  private String from = "";
  private String id = "";

  /** What the rows are sorted by, the same as the id. */
  private String order = "";

  private SearchSql() {}

  /**
   * The statement; empty when a name is in the question that no image has.
   *
   * @throws IllegalArgumentException for a cursor that is none
   */
  static Optional<SearchSql> of(Session session, Database database, ResultQuery query)
      throws SQLException {
    OptionalLong camera = OptionalLong.empty();
    if (query.camera().isPresent()) {
      camera = new Names("camera").find(session, Texts.storable(query.camera().get()));
      if (camera.isEmpty()) {
        return Optional.empty();
      }
    }
    Optional<Lead> lead = SearchKeys.of(query);
    OptionalLong term = OptionalLong.empty();
    if (lead.isPresent()) {
      String key = lead.get().key();
      String name = camera.isPresent() ? SearchKeys.ofCamera(camera.getAsLong(), key) : key;
      term = new Names("term").find(session, name);
      if (term.isEmpty()) {
        return Optional.empty();
      }
    }
    SearchSql sql = new SearchSql();
    Set<String> tokens = query.words().map(Words::of).orElse(Set.of());
    if (query.words().isPresent() && tokens.isEmpty()) {
      return Optional.empty();
    }
    if (!tokens.isEmpty()) {
      sql.byWords(session, database, query, tokens, camera, term);
    } else if (term.isPresent()) {
      sql.byTerm(query, term.getAsLong());
    } else {
      sql.byTime(camera);
    }
    if (lead.isPresent() && !lead.get().exact()) {
      sql.sameFinding(session, query);
    }
    query.status().ifPresent(status -> sql.and("i.status = ?", Texts.storable(status)));
    sql.bounds(query);
    return Optional.of(sql);
  }

  private void byTime(OptionalLong camera) {
    from = "image i";
    id = "i.id";
    order = id;
    camera.ifPresent(number -> and("i.camera_id = ?", number));
  }

  private void byTerm(ResultQuery query, long term) {
    from = "hit h CROSS JOIN image i";
    id = "h.image_id";
    order = id;
    and("i.id = h.image_id");
    and("h.term_id = ?", term);
    query.minScore().ifPresent(score -> and("h.score >= ?", score));
  }

  /** Words of names that are asked for besides are looked for, too: an image that fits has them. */
  private void byWords(
      Session session,
      Database database,
      ResultQuery query,
      Set<String> tokens,
      OptionalLong camera,
      OptionalLong term)
      throws SQLException {
    from = "image_text w CROSS JOIN image i";
    id = "w.rowid";
    and("i.id = w.rowid");
    Set<String> all = new LinkedHashSet<>(tokens);
    for (Optional<String> name :
        List.of(query.camera(), query.label(), query.zone(), query.person())) {
      name.ifPresent(text -> all.addAll(Words.of(text)));
    }
    List<String> words = List.copyOf(all);
    and(database.wordsCondition(), database.wordsParameter(words));
    order = database.areSoughtFirst(session, words) ? "w.rowid + 0" : id; // no index has the sum
    camera.ifPresent(number -> and("i.camera_id = ?", number));
    if (term.isPresent()) {
      String hit =
          "EXISTS (SELECT 1 FROM hit h WHERE h.term_id = ? AND h.image_id = i.id"
              + " AND h.score >= ?)";
      and(hit, term.getAsLong(), query.minScore().orElse(-1));
    }
  }

  private void sameFinding(Session session, ResultQuery query) throws SQLException {
    StringBuilder exists =
        new StringBuilder(
            "EXISTS (SELECT 1 FROM finding f WHERE f.image_id = i.id AND f.dropped IS NULL");
    List<@Nullable Object> values = new ArrayList<>();
    if (query.person().isPresent()) {
      exists.append(" AND f.person = ?");
      values.add(Texts.storable(query.person().get()));
    }
    if (query.label().isPresent()) {
      exists.append(" AND f.label_id = ?");
      values.add(new Names("label").find(session, Texts.storable(query.label().get())).orElse(-1));
    }
    if (query.zone().isPresent()) {
      exists.append(" AND f.zones LIKE ? ESCAPE '!'");
      values.add(Zones.pattern(query.zone().get()));
    }
    if (query.minScore().isPresent()) {
      exists.append(" AND f.score >= ?");
      values.add(query.minScore().getAsDouble());
    }
    and(exists.append(")").toString(), values.toArray());
  }

  private void bounds(ResultQuery query) {
    query.from().ifPresent(time -> and(id + " >= ?", RowId.first(RowId.millis(time))));
    query.to().ifPresent(time -> and(id + " < ?", RowId.first(RowId.millis(time))));
    query
        .cursor()
        .ifPresent(
            text ->
                and(
                    id + " < ?",
                    RowId.ofCursor(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "cursor is the next of an earlier page"))));
  }

  private void and(String condition, @Nullable Object... values) {
    conditions.append(conditions.isEmpty() ? " WHERE " : " AND ").append(condition);
    arguments.addAll(Arrays.asList(values));
  }

  /** A statement of that many rows, the latest first. */
  String select(String columns, int limit) {
    return "SELECT "
        + columns
        + " FROM "
        + from
        + conditions
        + " ORDER BY "
        + order
        + " DESC LIMIT "
        + limit;
  }

  /** A statement that counts the rows. */
  String count() {
    return "SELECT COUNT(*) FROM " + from + conditions;
  }

  @Nullable Object[] arguments() {
    return arguments.toArray();
  }
}
