package io.lynceus.master.store;

import io.lynceus.master.gateway.search.Remembered;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.model.ClusterStatus.StoreUse;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.CheckReport;
import io.lynceus.store.EventStore;
import io.lynceus.store.LedgerStore;
import io.lynceus.store.OutboxStore;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.StoreState;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.SummaryQuery;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a running master: takes the replies by its {@link #outlet}, and answers the clients'
 * ports. Any thread may call it; {@link #close} comes after the outlet's queue has been closed.
 */
public final class OpenStore implements Remembered, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenStore.class);
  private static final long SETTLE_MILLIS = 100;

  private final ResultStore store;
  private final StoreConfig config;
  private final StoreOutlet outlet;
  private final ScheduledExecutorService settling;
  private volatile IntSupplier waiting = () -> 0;
  private volatile Consumer<EraseCriteria> forgotten = criteria -> {};
  private volatile Runnable eventsGone = () -> {};
  private volatile Consumer<String> headsTo = head -> {};

  private OpenStore(ResultStore store, StoreSettings settings, UnstoredReplies unstored) {
    this.store = store;
    this.config = settings.store();
    this.outlet =
        new StoreOutlet(
            settings.outlet(), config.pictures(), store, unstored, InstantSource.system());
    this.settling =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "store-count");
              made.setDaemon(true);
              return made;
            });
    var unused =
        settling.scheduleWithFixedDelay(
            outlet::settle, SETTLE_MILLIS, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    var unusedToo = // what is too old goes by itself
        settling.scheduleWithFixedDelay(() -> eventsGone.run(), 1, 1, TimeUnit.MINUTES);
    AuditHeads heads = new AuditHeads(store, head -> headsTo.accept(head));
    var unusedEither = settling.scheduleWithFixedDelay(heads, 1, 60, TimeUnit.MINUTES);
  }

  /**
   * Opens it, if the settings say that there is one.
   *
   * @throws IOException when it is refused: another master has it, or a later version has made it
   */
  public static Optional<OpenStore> open(StoreSettings settings) throws IOException {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    ResultStore store;
    try {
      store = ResultStore.open(settings.store());
    } catch (StoreException e) {
      throw new IOException("cannot open the store: " + e.getMessage() + " (store.dir)", e);
    }
    UnstoredReplies unstored = UnstoredReplies.of(settings.store().folder().toString());
    if (unstored.lostBefore() > 0) {
      log.warn(
          "the last master with this store was killed: at most {} replies that it had given are not"
              + " in the store; they count as dropped",
          unstored.lostBefore());
    }
    return Optional.of(new OpenStore(store, settings, unstored));
  }

  /** Who gives the replies to the store. */
  public Outlet outlet() {
    return outlet;
  }

  /**
   * The queue of the outlet is there.
   *
   * @param length of it; any thread asks
   */
  public void queued(IntSupplier length) {
    waiting = length;
  }

  /**
   * Who hears each hour of the head of the audit table, as JSON, if it is another one than before.
   */
  public void headsTo(Consumer<String> hearer) {
    headsTo = hearer;
  }

  @Override
  public ResultPage search(ResultQuery query) throws StoreException {
    return store.search(query);
  }

  @Override
  public Optional<FoundResult> find(String id) throws StoreException {
    return store.find(id);
  }

  @Override
  public Optional<KeptPicture> picture(String sha256, PictureSize size) throws StoreException {
    return store.picture(sha256, size);
  }

  @Override
  public ResultSummary summary(SummaryQuery query) throws StoreException {
    return store.summary(query);
  }

  @Override
  public EventPage events(EventQuery query) throws StoreException {
    return store.events().search(query);
  }

  @Override
  public Optional<StoredEvent> event(String id) throws StoreException {
    return store.events().find(id);
  }

  @Override
  public long markEvents(Optional<String> id, EventQuery query, boolean seen, String by)
      throws StoreException {
    return store.events().mark(id, query, seen, by);
  }

  /** What channels have still to be told of events. */
  public OutboxStore outbox() {
    return store.outbox();
  }

  @Override
  public List<LineCount> lineCounts(Collection<LineCount> lines, Optional<Instant> from, Instant to)
      throws StoreException {
    return store.ledger().list(lines, from, to);
  }

  /** Where counts of lines go. */
  public LedgerStore ledger() {
    return store.ledger();
  }

  /** Where events go. */
  public EventStore events() {
    return store.events();
  }

  /**
   * Who judges stills before they are stored, and forgets what is to be erased before it is.
   *
   * @param stills says whether a still shows an event, if that can be judged
   * @param erased hears of what is to be erased
   * @param gone run after events may have been erased, also once a minute, as some go by their age;
   *     returns at once
   */
  public void judgedBy(
      Function<GivenReply, Optional<Boolean>> stills,
      Consumer<EraseCriteria> erased,
      Runnable gone) {
    outlet.judgedBy(stills);
    forgotten = erased;
    eventsGone = gone;
  }

  @Override
  public long count(EraseCriteria criteria) throws StoreException {
    return store.count(criteria);
  }

  @Override
  public long erase(EraseCriteria criteria) throws StoreException {
    forgotten.accept(criteria);
    try {
      return store.erase(criteria);
    } finally { // it may have erased some before it failed
      eventsGone.run();
    }
  }

  @Override
  public long erase(String id) throws StoreException {
    try {
      return store.erase(id);
    } finally {
      eventsGone.run();
    }
  }

  @Override
  public void audit(String kind, String body) throws StoreException {
    store.audit(kind, body);
  }

  @Override
  public List<AuditEntry> auditEntries(long after, int limit) throws StoreException {
    return store.audit(after, limit);
  }

  @Override
  public Optional<AuditHead> auditHead() throws StoreException {
    return store.auditHead();
  }

  @Override
  public CheckReport check() throws StoreException {
    return store.check();
  }

  @Override
  public ReadableByteChannel backup() throws StoreException, IOException {
    return StoreArchive.of(store, config.folder());
  }

  @Override
  public State state() {
    return new State(store.state(), outlet.dropped(), waiting.getAsInt());
  }

  /** The same for the status of the cluster. */
  public StoreUse use() {
    State now = state();
    StoreState told = now.store();
    return new StoreUse(
        told.phase().name().toLowerCase(Locale.ROOT),
        told.problem(),
        told.results(),
        sum(told.databaseBytes(), told.pictureBytes()),
        now.dropped(),
        now.waiting());
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent()
        ? OptionalLong.of(one.getAsLong() + other.getAsLong())
        : OptionalLong.empty();
  }

  /** Writes what the outlet was told, and ends. */
  @Override
  public void close() {
    settling.shutdownNow();
    store.close();
    outlet.settle();
  }
}
