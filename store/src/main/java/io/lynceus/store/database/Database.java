package io.lynceus.store.database;

import io.lynceus.store.result.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A database of one kind, and its connections. {@link #write} is for one thread, {@link #read} for
 * any.
 */
public interface Database extends AutoCloseable {

  /** {@code sqlite} or {@code postgresql}. */
  String kind();

  /**
   * Opens the connection that writes, and brings the schema to this version; an open one is closed
   * first.
   *
   * @throws StoreException {@code REFUSED} when a later version has made it, or another master has
   *     it
   */
  Session write() throws SQLException, StoreException;

  /**
   * Reads with a connection that cannot write, for a bounded time.
   *
   * @throws StoreException when the database does not answer, or not in time
   */
  <T> T read(Session.Work<T> work) throws StoreException;

  /** The same without a limit of time, on a connection of its own. */
  <T> T readSlowly(Session.Work<T> work) throws StoreException;

  /** What a value of {@code image_text.words} is made of: tokens with a space between them. */
  String wordsValue();

  /** A condition on the alias {@code w} of {@code image_text}; its parameter is from below. */
  String wordsCondition();

  /**
   * The parameter of {@link #wordsCondition}.
   *
   * @param tokens of a-z and 0-9
   */
  String wordsParameter(List<String> tokens);

  /**
   * Whether few texts have all of these words, so that it is quicker to find all such texts and to
   * sort them than to look at one text after the other in the order of time.
   *
   * @param tokens of a-z and 0-9
   */
  boolean areSoughtFirst(Session session, List<String> tokens) throws SQLException;

  /** Bytes on the disk that count in the store's bound; empty if they do not count. */
  OptionalLong bytes(Session session) throws SQLException;

  /** Of {@link #bytes} those that hold rows. */
  OptionalLong usedBytes(Session session) throws SQLException;

  /** Gives up to that many free pages back to the disk. */
  void shrink(Session session, int pages) throws SQLException;

  /** What is wrong with the file itself, a line each. */
  List<String> integrity() throws StoreException;

  /**
   * Writes a copy of all rows.
   *
   * @param target a file that does not exist
   */
  void copyTo(Path target) throws StoreException;

  /** What a failure means, in one line that says what to do. */
  String explain(SQLException failure);

  /** What is said of a search that took too long. */
  static String tooSlow(Duration most) {
    return "the search took longer than " + most.toSeconds() + " s: ask for a shorter time";
  }

  @Override
  void close();
}
