package io.lynceus.master.delivery;

import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.OutboxStore;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells channels of events, each change at least once and in the order in which changes of a camera
 * happened.
 *
 * <p>Where there is a store, the rows of {@link #prepare} are written in the transaction that
 * writes the event, and go when the channel has taken the change: a kill of the master loses none.
 * Without a store, and while it fails, they are in memory, at most {@value DeliveryWindow#MOST} for
 * each channel; the oldest are dropped then, and counted.
 *
 * <p>Any thread may call it. {@link #retry}, {@link #dead} and {@link #find} wait for the store;
 * the others return at once.
 */
public final class Deliveries implements AutoCloseable {
  private static final int MICROS = 1000;
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private final List<ChannelWorker> workers;
  private final Optional<OutboxStore> store;
  private final InstantSource clock;
  private final AtomicLong latest;

  private Deliveries(
      List<EventChannel> channels,
      Optional<OutboxStore> store,
      InstantSource clock,
      Function<String, DeliveryThread> threads) {
    this.store = store;
    this.clock = clock;
    this.latest = new AtomicLong(store.map(Deliveries::latestOf).orElse(0L));
    this.workers =
        channels.stream()
            .map(channel -> new ChannelWorker(channel, store, clock, threads.apply(channel.name())))
            .toList();
  }

  /**
   * Begins with what the store has.
   *
   * @param channels each with another name
   * @param store empty: what was not delivered is lost with this process
   */
  public static Deliveries start(
      List<EventChannel> channels, Optional<OutboxStore> store, InstantSource clock) {
    return start(channels, store, clock, name -> DeliveryThread.named("deliver-" + name));
  }

  static Deliveries start(
      List<EventChannel> channels,
      Optional<OutboxStore> store,
      InstantSource clock,
      Function<String, DeliveryThread> threads) {
    Deliveries deliveries = new Deliveries(channels, store, clock, threads);
    store.ifPresent(deliveries::giveUpOthers);
    deliveries.workers.forEach(ChannelWorker::start);
    return deliveries;
  }

  private static long latestOf(OutboxStore store) {
    try {
      return store.latest();
    } catch (StoreException e) {
      return 0; // the clock alone gives the order then
    }
  }

  private void giveUpOthers(OutboxStore from) {
    try {
      long number =
          from.giveUpOthers(names(), clock.instant(), "master.conf does not name it any more");
      if (number > 0) {
        log.warn(
            "{} events are given up that waited for receivers which master.conf does not name any"
                + " more",
            number);
      }
    } catch (StoreException e) {
      log.debug("what waits for others stays", e); // the next start looks again
    }
  }

  /** The names of all channels. */
  public Set<String> names() {
    return workers.stream()
        .map(worker -> worker.channel().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What has to be told of a change: nothing of events in quiet hours. Changes are prepared in
   * their order, and each is given to {@link #offer} before the next one of its camera is.
   *
   * @param then whether the event's rule names a channel, or names none at all
   */
  public List<OutboxItem> prepare(EventChange change, Predicate<String> then) {
    if (change.event().quiet()) {
      return List.of();
    }
    List<OutboxItem> items = new ArrayList<>();
    for (ChannelWorker worker : workers) {
      String name = worker.channel().name();
      if (then.test(name) && worker.channel().wants(change)) {
        items.add(item(name, change));
      }
    }
    return items;
  }

  private OutboxItem item(String channel, EventChange change) {
    Instant now = clock.instant();
    long place =
        latest.accumulateAndGet(
            now.toEpochMilli() * MICROS, (before, next) -> Math.max(before + 1, next));
    return new OutboxItem(
        place,
        change.event().id() + "-" + Long.toString(place, Character.MAX_RADIX),
        channel,
        change.event().camera().name(),
        change.event().id(),
        ChangeText.of(change),
        now,
        0,
        now,
        Optional.empty());
  }

  /**
   * Tells the channels.
   *
   * @param kept whether the items are in the store
   */
  public void offer(List<OutboxItem> items, boolean kept) {
    for (OutboxItem item : items) {
      worker(item.channel()).ifPresent(worker -> worker.offer(item, kept));
    }
  }

  private Optional<ChannelWorker> worker(String channel) {
    return workers.stream().filter(worker -> worker.channel().name().equals(channel)).findFirst();
  }

  /** Forgets what some events had to tell; the store forgets it with its events. */
  public void forget(Predicate<SceneEvent> events) {
    workers.forEach(worker -> worker.forget(events));
  }

  /** Some of what waits in the store may have gone from there with its events. */
  public void readAnew() {
    workers.forEach(ChannelWorker::readAnew);
  }

  /** How the channels do. */
  public List<ChannelState> states() {
    return workers.stream().map(ChannelWorker::state).toList();
  }

  /**
   * Changes that were given up, the latest of each channel first.
   *
   * @param channel of one; empty: of all that are there
   * @param limit of each channel
   */
  public List<OutboxItem> dead(Optional<String> channel, int limit) throws StoreException {
    List<OutboxItem> all = new ArrayList<>();
    for (ChannelWorker worker : chosen(channel)) {
      all.addAll(worker.deadInMemory().list(limit));
      if (store.isPresent()) {
        all.addAll(store.get().dead(worker.channel().name(), Long.MAX_VALUE, limit));
      }
    }
    return all;
  }

  private List<ChannelWorker> chosen(Optional<String> channel) {
    return channel.isPresent() ? worker(channel.get()).stream().toList() : workers;
  }

  /** The change of that message, if it is in the store or was given up. */
  public Optional<OutboxItem> find(String id) throws StoreException {
    Optional<OutboxItem> there =
        workers.stream()
            .flatMap(worker -> worker.deadInMemory().list(DeadInMemory.MOST).stream())
            .filter(item -> item.id().equals(id))
            .findFirst();
    return there.isPresent() || store.isEmpty() ? there : store.get().find(id);
  }

  /**
   * Gives changes that were given up all their attempts once more.
   *
   * @param channel a name
   * @param id of one message; empty: all of the channel
   * @return how many
   */
  public int retry(String channel, Optional<String> id) throws StoreException {
    Optional<ChannelWorker> worker = worker(channel);
    if (worker.isEmpty()) {
      return 0;
    }
    Instant now = clock.instant();
    List<OutboxItem> revived = new ArrayList<>();
    worker.get().deadInMemory().take(id).stream()
        .map(item -> item.anew(now))
        .forEach(
            item -> {
              worker.get().offer(item, false);
              revived.add(item);
            });
    if (store.isPresent()) {
      List<OutboxItem> anew =
          inStore(store.get(), channel, id).stream().map(item -> item.anew(now)).toList();
      if (!anew.isEmpty()) {
        store.get().settle(List.of(), anew); // once: each transaction waits for the disk
        anew.forEach(worker.get()::revive);
        revived.addAll(anew);
      }
    }
    return revived.size();
  }

  private static List<OutboxItem> inStore(OutboxStore store, String channel, Optional<String> id)
      throws StoreException {
    Stream<OutboxItem> found =
        id.isPresent()
            ? store.find(id.get()).stream()
            : store.dead(channel, Long.MAX_VALUE, (int) ChannelWorker.MOST_DEAD).stream();
    return found
        .filter(item -> item.channel().equals(channel) && item.dead().isPresent())
        .sorted((one, other) -> Long.compare(one.seq(), other.seq()))
        .toList();
  }

  /** Ends: what is not delivered waits in the store, and without a store it is lost. */
  @Override
  public void close() {
    workers.forEach(ChannelWorker::close);
  }
}
