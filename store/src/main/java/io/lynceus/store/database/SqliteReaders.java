package io.lynceus.store.database;

import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/** Connections that read, each for one thread and for a bounded time. For any thread. */
final class SqliteReaders {
  /** How many steps of SQLite's machine, some milliseconds at most, are between two looks. */
  private static final int STEPS = 20_000;

  private final Opener opener;
  private final Duration most;
  private final Semaphore free;
  private final Deque<Session> idle = new ArrayDeque<>();
  private int generation;
  private boolean closed;

  SqliteReaders(Opener opener, int count, Duration most) {
    this.opener = opener;
    this.most = most;
    this.free = new Semaphore(count, true);
  }

  /** Opens one more. */
  interface Opener {
    Session open() throws SQLException;
  }

  <T> T read(Session.Work<T> work) throws SQLException, StoreException {
    try {
      if (!free.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreException(Reason.TOO_SLOW, "too many search at once: try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Reason.UNAVAILABLE, "the search was interrupted", e);
    }
    try {
      return readWithin(work);
    } finally {
      free.release();
    }
  }

  private <T> T readWithin(Session.Work<T> work) throws SQLException, StoreException {
    int born = current();
    @Nullable Session known = take();
    Session session = known == null ? opener.open() : known;
    boolean done = false;
    try {
      long start = System.nanoTime();
      ProgressHandler.setHandler(
          session.connection(),
          STEPS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              return System.nanoTime() - start > most.toNanos() ? 1 : 0;
            }
          });
      T value = work.run(session);
      done = true;
      return value;
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
        throw new StoreException(Reason.TOO_SLOW, Database.tooSlow(most), e);
      }
      throw e;
    } finally {
      if (!done || !giveBack(session, born)) {
        session.close();
      }
    }
  }

  private synchronized int current() {
    return generation;
  }

  private synchronized @Nullable Session take() {
    return idle.pollFirst();
  }

  private synchronized boolean giveBack(Session session, int born) {
    if (closed || born != generation) {
      return false;
    }
    idle.addFirst(session);
    return true;
  }

  /** Those that are open now are not used again. */
  synchronized void reset() {
    generation++;
    idle.forEach(Session::close);
    idle.clear();
  }

  synchronized void close() {
    closed = true;
    reset();
  }
}
