package io.lynceus.master.gateway.search;

import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the store in place of the clients' event loops. A few questions are
 * asked at once, a few more wait, and a further one is refused. Any thread may call it.
 */
public final class StoreDesk implements AutoCloseable {
  static final int THREADS = 4;
  static final int WAITING = 64;
  private static final int EXPORTS = 8;
  private static final int THREADS_FOR_PIECES = 2;

  private final Remembered store;
  private final ThreadPoolExecutor questions;
  private final ThreadPoolExecutor pieces;
  private final AtomicInteger exports = new AtomicInteger();

  public StoreDesk(Remembered store) {
    this.store = store;
    questions =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> daemon(work, "store-questions"));
    questions.allowCoreThreadTimeOut(true);
    pieces =
        new ThreadPoolExecutor(
            THREADS_FOR_PIECES,
            THREADS_FOR_PIECES,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // a response in the making has one piece in it at most
            work -> daemon(work, "store-pieces"));
    pieces.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread made = new Thread(work, name);
    made.setDaemon(true);
    return made;
  }

  /** What is asked of the store. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(Remembered store) throws StoreException, IOException;
  }

  /**
   * Asks the store.
   *
   * @return completed by a thread of this desk; fails with a {@link StoreException}, also when too
   *     many questions wait
   */
  public <T> CompletableFuture<T> ask(Question<T> question) {
    return ask(questions, question);
  }

  /**
   * Goes on with a response that has begun: it is not refused. Each response asks for one piece at
   * a time.
   */
  <T> CompletableFuture<T> goOn(Question<T> question) {
    return ask(pieces, question);
  }

  private <T> CompletableFuture<T> ask(ThreadPoolExecutor threads, Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> answer(question, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new StoreException(
              Reason.UNAVAILABLE, "too many questions wait for the store: ask again", e));
    }
    return answer;
  }

  private <T> void answer(Question<T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(question.ask(store));
    } catch (IOException e) {
      answer.completeExceptionally(
          new StoreException(Reason.UNAVAILABLE, "the store's disk fails: " + e.getMessage(), e));
    } catch (Throwable e) { // an Error too: somebody waits for the answer
      answer.completeExceptionally(e);
    }
  }

  /** Takes one of the places for exports, or says that there is none. */
  boolean beginExport() {
    if (exports.incrementAndGet() > EXPORTS) {
      exports.decrementAndGet();
      return false;
    }
    return true;
  }

  void endExport() {
    exports.decrementAndGet();
  }

  /** How the store is; answers at once. */
  public Remembered.State state() {
    return store.state();
  }

  /** Asks nothing more; who waits is told so. */
  @Override
  public void close() {
    questions.shutdownNow();
    pieces.shutdownNow();
  }
}
