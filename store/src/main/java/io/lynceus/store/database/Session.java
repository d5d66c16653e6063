package io.lynceus.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A connection and the statements that were prepared on it. One thread at a time. */
public final class Session implements AutoCloseable {
  private static final int MOST_STATEMENTS = 100;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Makes a value of one row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What runs within a transaction. */
  public interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** The statement, prepared; it stays open, and another call may close it. */
  public PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null) {
      return known;
    }
    if (statements.size() >= MOST_STATEMENTS) {
      Iterator<PreparedStatement> oldest = statements.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.put(sql, statement);
    return statement;
  }

  /** Runs a statement without results that needs no preparation. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Changes rows, and returns how many. */
  public int update(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared(sql);
    bind(statement, arguments);
    return statement.executeUpdate();
  }

  /** Adds a change to those that {@link #flush} carries out. */
  public void batch(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared(sql);
    bind(statement, arguments);
    statement.addBatch();
  }

  /** Carries out the changes of that statement. */
  public void flush(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null) {
      known.executeBatch();
    }
  }

  /** All rows, in their order. */
  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = prepared(sql);
    bind(statement, arguments);
    List<T> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        values.add(reader.read(rows));
      }
    }
    return values;
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = prepared(sql);
    bind(statement, arguments);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** The number in the first row's first column; empty without a row, or when it is null. */
  public OptionalLong number(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared(sql);
    bind(statement, arguments);
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return OptionalLong.empty();
      }
      long value = rows.getLong(1);
      return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  /** Does all of the work or nothing of it. */
  public <T> T transaction(Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T value = work.run(this);
      connection.commit();
      done = true;
      return value;
    } finally {
      if (!done) {
        rollback();
      }
      restoreAutoCommit(done);
    }
  }

  /** What was added to batches goes with the statements. */
  private void rollback() {
    try {
      closeStatements();
      connection.rollback();
    } catch (SQLException e) {
      // What the work has thrown says more.
    }
  }

  private void restoreAutoCommit(boolean done) throws SQLException {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      if (done) {
        throw e;
      }
    }
  }

  private void closeStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      closeStatements();
    } catch (SQLException e) {
      // The connection is closed all the same.
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // It is of no use any more.
    }
  }
}
