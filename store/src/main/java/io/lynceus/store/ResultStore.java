package io.lynceus.store;

import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.audit.AuditKey;
import io.lynceus.store.database.Database;
import io.lynceus.store.database.PostgresDatabase;
import io.lynceus.store.database.Session;
import io.lynceus.store.database.SqliteDatabase;
import io.lynceus.store.pictures.PictureFolder;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import io.lynceus.store.result.StoredResult;
import io.lynceus.store.result.SummaryQuery;
import io.lynceus.store.rows.AuditRows;
import io.lynceus.store.rows.EventRows;
import io.lynceus.store.rows.ImageRows;
import io.lynceus.store.rows.LedgerTable;
import io.lynceus.store.rows.PictureRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import io.lynceus.store.rows.RowId;
import io.lynceus.store.rows.Search;
import io.lynceus.store.rows.SummaryRows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

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
  private static final Duration READ_TIME = Duration.ofSeconds(5);
  private static final int ERASED_AT_ONCE = 100;
  private static final int MOST_AUDIT_BYTES = 16 << 10;
  private static final Pattern AUDIT_KIND = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final Vault vault;
  private final StoreLock lock;
  private final StoreQueue queue = new StoreQueue();
  private final StoreWriter writer;
  private final EventStore events;
  private final OutboxStore outbox;
  private final LedgerStore ledger;
  private final Thread thread;
  private volatile boolean closed;

  private ResultStore(StoreConfig config, Host host) throws StoreException {
    Database database = database(config);
    this.vault =
        new Vault(
            config,
            host,
            database,
            new PictureFolder(config.folder()),
            new ImageRows(database),
            new StoreCounters());
    this.lock = new StoreLock(config.folder());
    this.writer = new StoreWriter(vault, lock, queue);
    this.events = new EventStore(vault, writer);
    this.outbox = new OutboxStore(vault, writer);
    this.ledger = new LedgerStore(vault, writer);
    this.thread = new Thread(writer, "store");
    boolean done = false;
    try {
      writer.openFirst();
      done = true;
    } finally {
      if (!done) {
        database.close();
        lock.close();
      }
    }
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the store, and makes it if it is missing. A disk or a database that does not work now
   * does not stop the start: the store begins as failed, and tries again.
   *
   * @throws StoreException {@code REFUSED} when another process has it open, or a later version has
   *     made it
   */
  public static ResultStore open(StoreConfig config) throws StoreException {
    return open(config, Host.THIS);
  }

  static ResultStore open(StoreConfig config, Host host) throws StoreException {
    return new ResultStore(config, host);
  }

  private static Database database(StoreConfig config) {
    return config.url().isPresent()
        ? new PostgresDatabase(config.url().get(), READERS, READ_TIME)
        : new SqliteDatabase(config.folder(), READERS, READ_TIME);
  }

  /**
   * Gives a result to the thread that writes, and waits while that has too many. When this returns
   * the result is not in the database yet: at most a second later it is, or is counted as dropped.
   *
   * @return false if the store fails now, or has ended: then the result is counted as dropped
   */
  public boolean add(StoredResult result) throws InterruptedException {
    boolean taken = writer.problem().isEmpty() && queue.put(result);
    if (!taken) {
      vault.counters().dropped.increment();
    }
    return taken;
  }

  /** Waits until all that was added before is in the store or counted as dropped. */
  public void flush() {
    try {
      writer.call(session -> true);
    } catch (StoreException e) {
      // It fails or has ended: what was added is counted as dropped.
    }
  }

  /**
   * A page of results, those of the latest stills first.
   *
   * @throws IllegalArgumentException for a cursor that is none
   */
  public ResultPage search(ResultQuery query) throws StoreException {
    return vault.database().read(session -> new Search(session, vault.database()).page(query));
  }

  /** The result of that id; the one that came last if there are several. */
  public Optional<FoundResult> find(String uid) throws StoreException {
    return vault.database().read(session -> new Search(session, vault.database()).find(uid));
  }

  /**
   * The picture of an image, open; the caller closes it.
   *
   * @param sha256 of the image's file
   */
  public Optional<KeptPicture> picture(String sha256, PictureSize size) throws StoreException {
    if (!SHA256.matcher(sha256).matches()) {
      return Optional.empty();
    }
    Optional<PictureFiles> row =
        vault.database().read(session -> PictureRows.find(session, sha256));
    if (row.isEmpty()) {
      return Optional.empty();
    }
    boolean original = size == PictureSize.ORIGINAL;
    long bytes = original ? row.get().originalBytes() : row.get().thumbnailBytes();
    String format = original ? row.get().format() : "jpeg";
    if (bytes == 0) {
      return Optional.empty();
    }
    try {
      Optional<FileChannel> file = vault.pictures().open(sha256, size, format);
      return file.map(channel -> new KeptPicture(format, bytes, channel));
    } catch (IOException e) {
      throw new StoreException(
          Reason.UNAVAILABLE, "the picture cannot be read: " + DiskFailures.text(e), e);
    }
  }

  /** Numbers over time. */
  public ResultSummary summary(SummaryQuery query) throws StoreException {
    return vault.database().read(session -> new SummaryRows(session, query).summary());
  }

  /** The events, and what is known of cameras. */
  public EventStore events() {
    return events;
  }

  /** What channels have still to be told of events. */
  public OutboxStore outbox() {
    return outbox;
  }

  /** Who went over which lines. */
  public LedgerStore ledger() {
    return ledger;
  }

  /** How many results {@link #erase} would erase. */
  public long count(EraseCriteria criteria) throws StoreException {
    return vault
        .database()
        .read(session -> new Search(session, vault.database()).count(criteria.asQuery()));
  }

  /**
   * Erases results, with the pictures that no other result has, and the events that began then, in
   * small steps between writes: from the latest still to the earliest, and never back. So it ends,
   * however fast further stills come; those of them that are later than what was just erased stay.
   *
   * @return how many results are gone
   */
  public long erase(EraseCriteria criteria) throws StoreException {
    long erased = erase(criteria.asQuery());
    deleteRest(
        session -> {
          int unusedEvents = EventRows.erase(session, criteria);
          int unusedCounts = LedgerTable.erase(session, criteria);
        });
    return erased;
  }

  /**
   * Erases the results of that id, with the pictures that no other result has.
   *
   * @return how many are gone; several images may have come with one id
   */
  public long erase(String uid) throws StoreException {
    long erased = 0;
    int step;
    do {
      step =
          writer.call(
              session ->
                  deleteImages(
                      session, new Search(session, vault.database()).idsOf(uid, ERASED_AT_ONCE)));
      erased += step;
    } while (step > 0);
    deleteRest(session -> {});
    return erased;
  }

  private long erase(ResultQuery all) throws StoreException {
    long erased = 0;
    Optional<String> cursor = Optional.empty();
    do {
      ResultQuery query = all.withCursor(cursor);
      Erased step = writer.call(session -> erase(session, query));
      erased += step.results();
      cursor = step.earlier();
    } while (cursor.isPresent());
    return erased;
  }

  /**
   * A step of an erasure.
   *
   * @param earlier where the next one begins; empty when there is nothing left
   */
  private record Erased(int results, Optional<String> earlier) {}

  private Erased erase(Session session, ResultQuery query) throws SQLException, IOException {
    List<Long> ids = new Search(session, vault.database()).ids(query, ERASED_AT_ONCE);
    return ids.isEmpty()
        ? new Erased(0, Optional.empty())
        : new Erased(
            deleteImages(session, ids), Optional.of(RowId.cursor(ids.get(ids.size() - 1))));
  }

  private int deleteImages(Session session, List<Long> ids) throws SQLException, IOException {
    int deleted = ids.isEmpty() ? 0 : vault.deleteImages(session, ids);
    vault.counters().erased.add(deleted);
    return deleted;
  }

  /** What is of no use without what was erased. */
  private void deleteRest(Deletion more) throws StoreException {
    writer.call(
        session ->
            session.transaction(
                within -> {
                  more.in(within);
                  vault.rows().deleteUnusedNames(within);
                  return true;
                }));
  }

  /** Deletes rows. */
  private interface Deletion {
    void in(Session session) throws SQLException;
  }

  /**
   * Appends an entry to the audit table, whose entries are chained by hashes.
   *
   * @param kind such as {@code sign-in}, {@code export}, {@code erase}, {@code camera}; 1 to 40 of
   *     a-z, 0-9 and -
   * @param body one line of JSON or plain text, at most 16 KiB
   */
  public void audit(String kind, String body) throws StoreException {
    if (!AUDIT_KIND.matcher(kind).matches()
        || body.getBytes(StandardCharsets.UTF_8).length > MOST_AUDIT_BYTES) {
      throw new IllegalArgumentException("an audit entry has a word and at most 16 KiB of text");
    }
    writer.call(
        session ->
            session.transaction(
                within -> {
                  AuditRows.append(within, vault.host().clock().instant(), kind, body);
                  return true;
                }));
  }

  /** Entries of the audit table after that number, in their order, at most {@code limit}. */
  public List<AuditEntry> audit(long after, int limit) throws StoreException {
    return vault.database().read(session -> AuditRows.page(session, after, limit));
  }

  /**
   * The last entry of the audit table, signed now with the store's key; empty while there is none.
   */
  public Optional<AuditHead> auditHead() throws StoreException {
    Optional<AuditEntry> last = vault.database().read(AuditRows::last);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    try {
      AuditKey key = AuditKey.of(vault.config().folder());
      return Optional.of(key.sign(last.get(), vault.host().clock().instant()));
    } catch (IOException e) {
      throw new StoreException(Reason.UNAVAILABLE, DiskFailures.text(e), e);
    }
  }

  /** Compares database, pictures and audit chain. Reads everything: may take minutes. */
  public CheckReport check() throws StoreException {
    return new StoreCheck(vault.database(), vault.pictures(), vault.host().clock()).run();
  }

  /**
   * Checks a store that no master has open.
   *
   * @throws StoreException {@code REFUSED} when one has, or when there is no store
   */
  public static CheckReport checkClosed(StoreConfig config) throws StoreException {
    if (!Files.isDirectory(config.folder())) {
      throw new StoreException(Reason.REFUSED, "there is no store in " + config.folder());
    }
    try (StoreLock lock = new StoreLock(config.folder());
        Database database = database(config)) {
      lock.take();
      return new StoreCheck(database, new PictureFolder(config.folder()), InstantSource.system())
          .run();
    } catch (IOException e) {
      throw new StoreException(Reason.UNAVAILABLE, DiskFailures.text(e), e);
    }
  }

  /**
   * Copies the store as it is now, while it goes on. The copy is a folder that a store can be
   * opened in.
   *
   * @param target does not exist; its parent does
   * @throws StoreException {@code REFUSED} for a PostgreSQL database, which has tools of its own
   */
  public void backup(Path target) throws StoreException {
    new StoreBackup(vault.database(), vault.pictures()).to(target);
  }

  /** How it is; answers at once. */
  public StoreState state() {
    Optional<String> problem = closed ? Optional.empty() : writer.problem();
    StoreCounters counters = vault.counters();
    boolean known = problem.isEmpty();
    long databaseBytes = counters.databaseBytes.get();
    return new StoreState(
        closed ? StoreState.Phase.CLOSED : known ? StoreState.Phase.OK : StoreState.Phase.FAILED,
        problem,
        vault.database().kind(),
        known ? OptionalLong.of(counters.results.get()) : OptionalLong.empty(),
        known && databaseBytes >= 0 ? OptionalLong.of(databaseBytes) : OptionalLong.empty(),
        known ? OptionalLong.of(counters.pictureBytes.get()) : OptionalLong.empty(),
        counters.counts());
  }

  /** Writes what was added, for 10 s at most, and ends. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join(CLOSE_MILLIS);
      thread.interrupt();
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    vault.database().close();
    lock.close();
  }
}
