package io.lynceus.store.rows;

import io.lynceus.store.database.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Ids of the names in one of the tables {@code camera}, {@code label} and {@code term}. */
final class Names {
  private static final int MOST_KNOWN = 50_000;

  private final String select;
  private final String insert;
  private final Map<String, Long> known = new HashMap<>();

  Names(String table) {
    this.select = "SELECT id FROM " + table + " WHERE name = ?";
    this.insert = "INSERT INTO " + table + " (name) VALUES (?) ON CONFLICT (name) DO NOTHING";
  }

  /** The id of a name, which is added if it is missing. For the thread that writes. */
  long id(Session session, String name) throws SQLException {
    Long id = known.get(name);
    if (id != null) {
      return id;
    }
    OptionalLong there = session.number(select, name);
    if (there.isEmpty()) {
      session.update(insert, name);
      there = session.number(select, name);
    }
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(name, there.getAsLong());
    return there.getAsLong();
  }

  /** The id of a name, if it is there. For readers. */
  OptionalLong find(Session session, String name) throws SQLException {
    return session.number(select, name);
  }

  /** After a transaction that was not carried out, and after names were deleted. */
  void forget() {
    known.clear();
  }
}
