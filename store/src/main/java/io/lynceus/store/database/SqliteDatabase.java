package io.lynceus.store.database;

import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** An SQLite file with a write-ahead log: one connection writes, some read beside it. */
public final class SqliteDatabase implements Database {
  /** The file in the store's folder. */
  public static final String FILE = "lynceus.db";

  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final SqliteReaders readers;
  private @Nullable Session writer;

  /**
   * A database that may not exist yet.
   *
   * @param folder exists when the database is opened
   * @param readers how many read at once
   * @param readTime for each of them at most
   */
  public SqliteDatabase(Path folder, int readers, Duration readTime) {
    this.file = folder.resolve(FILE);
    this.readers = new SqliteReaders(this::openReader, readers, readTime);
  }

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public Session write() throws SQLException, StoreException {
    closeWriter();
    Session session = openWriter();
    boolean done = false;
    try {
      new SchemaVersions(kind()).migrate(session, MEMORY);
      done = true;
    } finally {
      if (!done) {
        session.close();
      }
    }
    writer = session;
    return session;
  }

  private static final SchemaVersions.Memory MEMORY =
      new SchemaVersions.Memory() {
        @Override
        public int version(Session session) throws SQLException {
          return (int) session.number("PRAGMA user_version").orElse(0);
        }

        @Override
        public void remember(Session session, int version) throws SQLException {
          session.execute("PRAGMA user_version = " + version);
        }
      };

  /** The order counts: what holds for the whole file must come before its first page. */
  Session openWriter() throws SQLException {
    Connection connection = open(new SQLiteConfig());
    boolean done = false;
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA auto_vacuum = INCREMENTAL");
      try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        mode.next();
      }
      statement.executeUpdate("PRAGMA synchronous = FULL");
      statement.executeUpdate("PRAGMA cache_size = -32768");
      try (ResultSet limit = statement.executeQuery("PRAGMA journal_size_limit = 16777216")) {
        limit.next();
      }
      try (ResultSet secure = statement.executeQuery("PRAGMA secure_delete = FAST")) {
        secure.next();
      }
      done = true;
      return new Session(connection);
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  /** Makes a file as an earlier version has made it; for tests of migration. */
  void makeVersion(int version) throws SQLException, StoreException {
    try (Session session = openWriter()) {
      new SchemaVersions(kind()).migrate(session, MEMORY, version);
    }
  }

  private Session openReader() throws SQLException {
    if (!Files.exists(file)) {
      throw new SQLException("there is no " + file);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return new Session(open(config));
  }

  private Connection open(SQLiteConfig config) throws SQLException {
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    try {
      return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    } catch (LinkageError e) { // so the driver says it at the second attempt
      throw noLibrary(e);
    } catch (SQLException e) {
      throw e.getCause() instanceof NativeLibraryNotFoundException ? noLibrary(e) : e;
    }
  }

  private static SQLException noLibrary(Throwable why) {
    return new SQLException(
        "SQLite's library cannot be loaded; \"lynceus unpack\" puts it where programs may be"
            + " executed, see docs/install.md",
        why);
  }

  @Override
  public <T> T read(Session.Work<T> work) throws StoreException {
    try {
      return readers.read(work);
    } catch (SQLException e) {
      throw new StoreException(Reason.UNAVAILABLE, explain(e), e);
    }
  }

  @Override
  public <T> T readSlowly(Session.Work<T> work) throws StoreException {
    try (Session session = openReader()) {
      return work.run(session);
    } catch (SQLException e) {
      throw new StoreException(Reason.UNAVAILABLE, explain(e), e);
    }
  }

  @Override
  public String wordsValue() {
    return "?";
  }

  @Override
  public String wordsCondition() {
    return "w.image_text MATCH ?";
  }

  @Override
  public String wordsParameter(List<String> tokens) {
    return tokens.stream().map(token -> '"' + token + '"').collect(Collectors.joining(" AND "));
  }

  /** Texts are found in the order of time in any case. */
  @Override
  public boolean areSoughtFirst(Session session, List<String> tokens) {
    return false;
  }

  @Override
  public OptionalLong bytes(Session session) throws SQLException {
    long pages = session.number("PRAGMA page_count").orElse(0);
    return OptionalLong.of(pages * pageBytes(session) + logBytes());
  }

  @Override
  public OptionalLong usedBytes(Session session) throws SQLException {
    long pages =
        session.number("PRAGMA page_count").orElse(0)
            - session.number("PRAGMA freelist_count").orElse(0);
    return OptionalLong.of(pages * pageBytes(session));
  }

  private static long pageBytes(Session session) throws SQLException {
    return session.number("PRAGMA page_size").orElse(4096);
  }

  private long logBytes() {
    try {
      return Files.size(file.resolveSibling(FILE + "-wal"));
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void shrink(Session session, int pages) throws SQLException {
    if (session.number("PRAGMA freelist_count").orElse(0) > 0) {
      session.execute("PRAGMA incremental_vacuum(" + pages + ")");
      // The log has to reach the file before that becomes shorter.
      session.list("PRAGMA wal_checkpoint(PASSIVE)", row -> row.getInt(1));
    }
  }

  @Override
  public List<String> integrity() throws StoreException {
    try (Session session = openReader()) {
      return session.list("PRAGMA integrity_check(20)", row -> row.getString(1)).stream()
          .filter(line -> !line.equals("ok"))
          .map(line -> "the database is damaged: " + line)
          .toList();
    } catch (SQLException e) {
      if (isDamaged(e)) {
        return List.of(explain(e));
      }
      throw new StoreException(Reason.UNAVAILABLE, explain(e), e);
    }
  }

  @Override
  public void copyTo(Path target) throws StoreException {
    try (Session session = openReader()) {
      session.update("VACUUM INTO ?", target.toAbsolutePath().toString());
    } catch (SQLException e) {
      throw new StoreException(Reason.UNAVAILABLE, "no backup was made: " + explain(e), e);
    }
  }

  @Override
  public String explain(SQLException failure) {
    int code = failure.getErrorCode() & 0xff;
    if (isDamaged(failure)) {
      return file
          + " is damaged: move it away, and a new one is made; or put a backup into its place";
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return "the disk of " + file.getParent() + " is full: make room";
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return file + " cannot be written: see the permissions of its folder, and its disk";
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return "another program holds " + file + ": end it";
    }
    Throwable cause = failure.getCause();
    return file
        + " does not work: "
        + failure.getMessage()
        + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }

  private static boolean isDamaged(SQLException failure) {
    int code = failure.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private void closeWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
    readers.reset();
  }

  @Override
  public void close() {
    readers.close();
    closeWriter();
  }
}
