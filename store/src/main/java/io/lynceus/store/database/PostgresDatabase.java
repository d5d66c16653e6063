package io.lynceus.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database, 15 or later: a connection that writes, and a pool of those that read. */
public final class PostgresDatabase implements Database {
  private static final String QUERY_CANCELED = "57014";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** The key of the advisory lock that one master holds: "lynceus" in ASCII. */
  private static final long LOCK = 0x6c796e63657573L;

  /** Of all texts: to look through 100 times as many as a page has takes a few milliseconds. */
  private static final double FREQUENT_SHARE = 0.01;

  private static final String FREQUENT =
      "SELECT COUNT(*) FROM pg_stats s, unnest(s.most_common_elems::text::text[],"
          + " s.most_common_elem_freqs) AS m (word, share) WHERE s.schemaname = current_schema()"
          + " AND s.tablename = 'image_text' AND s.attname = 'words' AND m.share >= ? AND m.word ="
          + " ANY (string_to_array(?, ' '))";

  private final PostgresAddress address;
  private final int readers;
  private final Duration readTime;
  private @Nullable HikariDataSource pool;
  private @Nullable Session writer;

  /**
   * A database that may not answer yet.
   *
   * @param url as in {@code store.url}
   * @param readers how many read at once
   * @param readTime for each of them at most
   */
  public PostgresDatabase(String url, int readers, Duration readTime) {
    this.address = PostgresAddress.of(url);
    this.readers = readers;
    this.readTime = readTime;
  }

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public Session write() throws SQLException, StoreException {
    closeWriter();
    Session session = new Session(address.connect());
    boolean done = false;
    try {
      session.execute("SET statement_timeout = '30s'");
      lock(session);
      try (Session patient = new Session(address.connectForLong())) { // large tables take minutes
        new SchemaVersions(kind()).migrate(patient, MEMORY);
      }
      done = true;
    } finally {
      if (!done) {
        session.close();
      }
    }
    writer = session;
    return session;
  }

  /** The server frees the lock of a master that has just ended when it notices: within seconds. */
  private static void lock(Session session) throws SQLException, StoreException {
    try {
      session.execute("SET tcp_keepalives_idle = 30; SET lock_timeout = '5s'");
      session.first("SELECT pg_advisory_lock(?)", row -> true, LOCK);
      session.execute("SET lock_timeout = 0");
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new StoreException(
            Reason.REFUSED, "another master uses this database: give each its own store.url", e);
      }
      throw e;
    }
  }

  private static final SchemaVersions.Memory MEMORY =
      new SchemaVersions.Memory() {
        @Override
        public int version(Session session) throws SQLException {
          boolean there =
              session
                  .first("SELECT to_regclass('meta') IS NOT NULL", row -> row.getBoolean(1))
                  .orElse(false);
          return there
              ? (int)
                  session.number("SELECT value::bigint FROM meta WHERE key = 'version'").orElse(0)
              : 0;
        }

        @Override
        public void remember(Session session, int version) throws SQLException {
          session.update(
              "INSERT INTO meta (key, value) VALUES ('version', ?)"
                  + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
              Integer.toString(version));
        }
      };

  @Override
  public <T> T read(Session.Work<T> work) throws StoreException {
    try (Connection connection = pool().getConnection()) {
      // The pool takes the connection back; the driver keeps the statements.
      Session session = new Session(connection);
      return work.run(session);
    } catch (SQLException e) {
      if (QUERY_CANCELED.equals(e.getSQLState())) {
        throw new StoreException(Reason.TOO_SLOW, Database.tooSlow(readTime), e);
      }
      throw new StoreException(Reason.UNAVAILABLE, explain(e), e);
    }
  }

  @Override
  public <T> T readSlowly(Session.Work<T> work) throws StoreException {
    try (Session session = new Session(address.connectForLong())) {
      session.execute("SET default_transaction_read_only = on");
      return work.run(session);
    } catch (SQLException e) {
      throw new StoreException(Reason.UNAVAILABLE, explain(e), e);
    }
  }

  private synchronized HikariDataSource pool() {
    if (pool == null) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("store");
      config.setJdbcUrl(address.jdbcUrl());
      config.setDataSourceProperties(address.properties());
      // Each search is planned for its own words and labels.
      config.addDataSourceProperty("prepareThreshold", "0");
      // A search reads little: further processes would take longer to start than it takes.
      config.setConnectionInitSql(
          "SET default_transaction_read_only = on; SET max_parallel_workers_per_gather = 0;"
              + " SET statement_timeout = "
              + readTime.toMillis());
      config.setReadOnly(true);
      config.setMaximumPoolSize(readers);
      config.setMinimumIdle(0);
      config.setConnectionTimeout(5_000);
      config.setInitializationFailTimeout(-1);
      pool = new HikariDataSource(config);
    }
    return pool;
  }

  @Override
  public String wordsValue() {
    return "array_to_tsvector(string_to_array(?, ' '))";
  }

  @Override
  public String wordsCondition() {
    return "w.words @@ CAST(? AS tsquery)";
  }

  @Override
  public String wordsParameter(List<String> tokens) {
    return String.join(" & ", tokens);
  }

  /**
   * The planner takes a word that its statistics do not have for ten times as frequent as it may
   * be, and walks through all texts for the only one. Without statistics each word is rare.
   */
  @Override
  public boolean areSoughtFirst(Session session, List<String> tokens) throws SQLException {
    long frequent = session.number(FREQUENT, FREQUENT_SHARE, String.join(" ", tokens)).orElse(0);
    return frequent < tokens.size();
  }

  /** Whoever tends the server bounds what it takes. */
  @Override
  public OptionalLong bytes(Session session) {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong usedBytes(Session session) {
    return OptionalLong.empty();
  }

  /** The server does so by itself. */
  @Override
  public void shrink(Session session, int pages) {}

  /** The server looks after its own files. */
  @Override
  public List<String> integrity() {
    return List.of();
  }

  @Override
  public void copyTo(Path target) throws StoreException {
    throw new StoreException(
        Reason.REFUSED,
        "the store is in PostgreSQL: back it up with pg_dump, and copy the folders pictures and"
            + " thumbnails of store.dir after it");
  }

  @Override
  public String explain(SQLException failure) {
    return "PostgreSQL at " + address.place() + " does not work: " + firstLine(failure);
  }

  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .findFirst()
        .orElse("no reason given")
        .replaceFirst("\\.+$", "");
  }

  private void closeWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  @Override
  public synchronized void close() {
    closeWriter();
    if (pool != null) {
      pool.close();
    }
  }
}
