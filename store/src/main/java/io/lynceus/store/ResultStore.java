package io.lynceus.store;

import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredResult;
import io.lynceus.store.result.SummaryQuery;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The memory of the master: results in a database, pictures as files.
 *
 * <p>All methods are for any thread, and block on disk or database. One thread of the store's own
 * writes; searches run beside it, at most {@value #READERS} at once, each for 5 s at most.
 *
 * <p>While disk or database fail, results are dropped and counted, and the store tries again by
 * itself; {@link #state} says so.
 */
public final class ResultStore implements AutoCloseable {
  static final int READERS = 4;

  private ResultStore() {}

  /**
   * Opens the store, and makes it if it is missing. A disk or a database that does not work now
   * does not stop the start: the store begins as failed, and tries again.
   *
   * @throws StoreException {@code REFUSED} when another process has it open, or a later version has
   *     made it
   */
  public static ResultStore open(StoreConfig config) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Gives a result to the thread that writes, and waits while that has too many. When this returns
   * the result is not in the database yet: at most a second later it is, or is counted as dropped.
   *
   * @return false if the store fails now, or has ended: then the result is counted as dropped
   */
  public boolean add(StoredResult result) throws InterruptedException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Waits until all that was added before is in the store or counted as dropped. */
  public void flush() throws InterruptedException {
    throw new UnsupportedOperationException("not yet");
  }

  /** A page of results, those of the latest stills first. */
  public ResultPage search(ResultQuery query) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /** The result of that id; the one that came last if there are several. */
  public Optional<FoundResult> find(String uid) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * The picture of an image, open; the caller closes it.
   *
   * @param sha256 of the image's file
   */
  public Optional<KeptPicture> picture(String sha256, PictureSize size) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Numbers over time. */
  public ResultSummary summary(SummaryQuery query) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /** How many results {@link #erase} would erase. */
  public long count(EraseCriteria criteria) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Erases results, with the pictures that no other result has, in small steps between writes.
   *
   * @return how many results are gone
   */
  public long erase(EraseCriteria criteria) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Appends an entry to the audit table, whose entries are chained by hashes.
   *
   * @param kind such as {@code sign-in}, {@code export}, {@code erase}, {@code camera}; 1 to 40 of
   *     a-z, 0-9 and -
   * @param body one line of JSON or plain text, at most 16 KiB
   */
  public void audit(String kind, String body) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Compares database, pictures and audit chain. Reads everything: may take minutes. */
  public CheckReport check() throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Copies the store as it is now, while it goes on. The copy is a folder that a store can be
   * opened in.
   *
   * @param target does not exist; its parent does
   * @throws StoreException {@code REFUSED} for a PostgreSQL database, which has tools of its own
   */
  public void backup(Path target) throws StoreException {
    throw new UnsupportedOperationException("not yet");
  }

  /** How it is; answers at once. */
  public StoreState state() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Writes what was added, for 10 s at most, and ends. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
