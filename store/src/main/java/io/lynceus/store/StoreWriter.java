package io.lynceus.store;

import io.lynceus.store.database.Session;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import io.lynceus.store.result.StoredResult;
import io.lynceus.store.rows.ImageRows;
import io.lynceus.store.rows.PictureRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes. When disk or database fail it gives up the connection, drops and counts
 * what comes, and tries again: after a second, and each time twice as long, up to half a minute.
 */
final class StoreWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

  private static final long IDLE_MILLIS = 100;

  /** Between two writes, unless there is enough for one, or somebody waits for what follows it. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long CHORES_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Vault vault;
  private final StoreLock lock;
  private final StoreQueue queue;
  private final Retention retention;
  private final PictureSweep sweep;
  private final BatchWriter batches;

  /** Of the thread that writes; null while the store fails. */
  private @Nullable Session session;

  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long retryNanos;
  private long worksSinceNanos;
  private long choresNanos;
  private long wroteNanos;

  /** Whether the last look has left something that is too old. */
  private boolean expiring;

  private long droppedBefore;

  /** What is wrong; empty when nothing is. */
  private volatile Optional<String> problem = Optional.of("it was not opened yet");

  StoreWriter(Vault vault, StoreLock lock, StoreQueue queue) {
    this.vault = vault;
    this.lock = lock;
    this.queue = queue;
    this.retention = new Retention(vault);
    this.sweep = new PictureSweep(vault);
    this.batches = new BatchWriter(vault, retention);
    this.choresNanos = now();
    this.wroteNanos = now() - GATHER_NANOS;
  }

  /** Work on the connection that writes. */
  interface Work<T> {
    T run(Session session) throws SQLException, IOException;
  }

  Optional<String> problem() {
    return problem;
  }

  private long now() {
    return vault.host().nanos().getAsLong();
  }

  /**
   * Before the thread starts: opens lock, folders and database.
   *
   * @throws StoreException {@code REFUSED} when another has the store, or a later version made it
   */
  void openFirst() throws StoreException {
    try {
      open();
    } catch (SQLException | IOException e) {
      fail(e);
    }
  }

  private void open() throws SQLException, IOException, StoreException {
    lock.take();
    vault.pictures().prepare();
    Session opened = vault.database().write();
    opened.transaction(
        within ->
            within.update(
                "INSERT INTO meta (key, value) VALUES ('opened', ?)"
                    + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                vault.host().clock().instant().toString()));
    vault.counters().results.set(ImageRows.count(opened));
    vault.counters().pictureBytes.set(PictureRows.bytes(opened));
    vault.counters().databaseBytes.set(vault.database().bytes(opened).orElse(-1));
    session = opened;
    problem = Optional.empty();
    droppedBefore = vault.counters().dropped.sum();
    worksSinceNanos = now();
    sweep.restart();
  }

  @Override
  public void run() {
    try {
      while (queue.await(IDLE_MILLIS) || !queue.isClosed()) {
        reopenIfDue();
        Optional<Runnable> task = queue.task();
        if (task.isPresent()) {
          task.get().run();
        } else {
          gather();
          writeOrDrop(queue.batch());
        }
        doChores();
      }
    } catch (InterruptedException e) {
      LOG.warn("the store ends before all was written");
    }
    dropRest();
  }

  /** Lets a batch grow, unless there is something to delete between writes. */
  private void gather() throws InterruptedException {
    if (session != null && !expiring && !sweep.isDue()) {
      queue.gather(wroteNanos + GATHER_NANOS - now());
    }
  }

  private void dropRest() {
    while (true) {
      Optional<Runnable> task = queue.task();
      List<StoredResult> batch = queue.batch();
      if (task.isEmpty() && batch.isEmpty()) {
        break;
      }
      vault.counters().dropped.add(batch.size());
    }
    problem = Optional.of("it has ended");
  }

  private void writeOrDrop(List<StoredResult> batch) {
    Session open = session;
    if (batch.isEmpty()) {
      return;
    }
    wroteNanos = now();
    if (open == null) {
      vault.counters().dropped.add(batch.size());
      return;
    }
    try {
      batches.write(open, batch);
    } catch (SQLException | IOException | RuntimeException e) {
      if (batch.size() == 1) {
        vault.counters().dropped.increment();
        fail(e);
      } else {
        writeOneByOne(open, batch);
      }
    }
  }

  /** One result that the database does not take costs no other. */
  private void writeOneByOne(Session open, List<StoredResult> batch) {
    int failures = 0;
    @Nullable Exception last = null;
    for (StoredResult result : batch) {
      try {
        batches.write(open, List.of(result));
      } catch (SQLException | IOException | RuntimeException e) {
        vault.counters().dropped.increment();
        failures++;
        last = e;
      }
    }
    if (last != null) {
      if (failures == batch.size()) {
        fail(last);
      } else {
        LOG.warn("the store could not take {} results: {}", failures, explain(last));
      }
    }
  }

  /** Runs work between writes, on the thread that writes. */
  <T> T call(Work<T> work) throws StoreException {
    CompletableFuture<T> done = new CompletableFuture<>();
    boolean taken = queue.put(() -> run(work, done));
    if (!taken) {
      throw new StoreException(Reason.UNAVAILABLE, "the store has ended");
    }
    try {
      while (!done.isDone()) {
        try {
          return done.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          if (problem.equals(Optional.of("it has ended"))) {
            throw new StoreException(Reason.UNAVAILABLE, "the store has ended", e);
          }
        }
      }
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException refused) {
        throw new StoreException(refused.reason(), String.valueOf(refused.getMessage()), e);
      }
      throw new StoreException(Reason.UNAVAILABLE, "the store failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Reason.UNAVAILABLE, "interrupted", e);
    }
  }

  private <T> void run(Work<T> work, CompletableFuture<T> done) {
    Session open = session;
    if (open == null) {
      done.completeExceptionally(
          new StoreException(Reason.UNAVAILABLE, problem.orElse("the store fails")));
      return;
    }
    try {
      done.complete(work.run(open));
    } catch (SQLException | IOException e) {
      vault.rows().forgetNames();
      done.completeExceptionally(new StoreException(Reason.UNAVAILABLE, explain(e), e));
      fail(e);
    } catch (RuntimeException e) {
      vault.rows().forgetNames();
      done.completeExceptionally(e);
    }
  }

  private void doChores() {
    Session open = session;
    if (open == null) {
      return;
    }
    try {
      long start = now();
      while (sweep.isDue() && now() - start < SWEEP_NANOS) {
        sweep.step(open);
      }
      if (start - choresNanos >= 0) {
        expiring = retention.expire(open);
        retention.shrink(open);
        vault.counters().databaseBytes.set(vault.database().bytes(open).orElse(-1));
        choresNanos = expiring ? start : start + CHORES_NANOS;
      }
    } catch (SQLException | IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void reopenIfDue() {
    if (session != null || now() - retryNanos < 0) {
      return;
    }
    try {
      long before = droppedBefore;
      open();
      LOG.info("the store works again; {} results were dropped meanwhile", droppedBefore - before);
    } catch (SQLException | IOException | StoreException | RuntimeException e) {
      problem = Optional.of(explain(e));
      LOG.debug("the store still fails", e);
      planRetry();
    }
  }

  private void fail(Exception cause) {
    String why = explain(cause);
    LOG.warn("the store keeps nothing now: {}. It tries again by itself", why);
    LOG.debug("the store's failure", cause);
    problem = Optional.of(why);
    vault.rows().forgetNames();
    if (session != null) {
      session.close();
      session = null;
      if (now() - worksSinceNanos > 2 * LONGEST_PAUSE_NANOS) {
        pauseNanos = FIRST_PAUSE_NANOS;
      }
    }
    planRetry();
  }

  private void planRetry() {
    retryNanos = now() + pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
  }

  private String explain(Exception failure) {
    if (failure instanceof SQLException database) {
      return vault.database().explain(database);
    }
    if (failure instanceof IOException disk) {
      return "the disk of "
          + vault.config().folder()
          + " does not work: "
          + DiskFailures.text(disk);
    }
    return failure instanceof StoreException
        ? String.valueOf(failure.getMessage())
        : "an error of the program: " + failure;
  }
}
