package io.lynceus.master.store;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.model.Reply;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.store.PictureRule;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreState.Counts;
import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.result.StoredResult;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Gives the replies to the store. What it drops is counted: those for which its queue had no room,
 * those that cannot be kept, those that the store dropped, and those that were lost when an earlier
 * master was killed.
 */
final class StoreOutlet implements Outlet {
  private static final long RETRY_MILLIS = 200;

  private final OutletConfig config;
  private final PictureRule pictures;
  private final ResultStore store;
  private final UnstoredReplies unstored;
  private final InstantSource clock;
  private volatile Function<GivenReply, Optional<Boolean>> judge = reply -> Optional.empty();

  /** Replies that the store never got, rejected images aside. */
  private final AtomicLong missed = new AtomicLong();

  /** Replies to images that were rejected: there is nothing to keep. */
  private final AtomicLong passed = new AtomicLong();

  /**
   * @param pictures which images' files the store keeps
   * @param unstored told of each reply
   * @param clock of stills whose time nobody knows
   */
  StoreOutlet(
      OutletConfig config,
      PictureRule pictures,
      ResultStore store,
      UnstoredReplies unstored,
      InstantSource clock) {
    this.config = config;
    this.pictures = pictures;
    this.store = store;
    this.unstored = unstored;
    this.clock = clock;
  }

  /**
   * Who says whether a still shows an event.
   *
   * @param stills called by the outlet's thread, once for each reply, in their order
   */
  void judgedBy(Function<GivenReply, Optional<Boolean>> stills) {
    judge = stills;
  }

  @Override
  public OutletConfig config() {
    return config;
  }

  @Override
  public boolean needsFile() {
    return pictures != PictureRule.NONE;
  }

  @Override
  public boolean needsThumbnail() {
    return pictures != PictureRule.NONE;
  }

  @Override
  public boolean needsFileOf(Reply reply) {
    return pictures == PictureRule.ALL
        || StoredReplies.isEvent(reply)
        || (reply.still().camera().isPresent() // it may show that the camera is covered
            && reply.analyses().containsKey(SceneStatistics.ANALYSIS));
  }

  @Override
  public void announce() {
    unstored.announce();
  }

  @Override
  public void missed() {
    missed.incrementAndGet();
  }

  @Override
  public void hear(GivenReply reply) throws InterruptedException {
    Optional<StoredResult> result;
    try {
      result = StoredReplies.of(reply, clock.instant(), judge.apply(reply));
    } catch (RuntimeException e) {
      missed.incrementAndGet();
      throw e;
    }
    if (result.isEmpty()) {
      passed.incrementAndGet();
    } else {
      awaitRoom();
      var unused = store.add(result.get()); // if not, the store counts it
    }
    settle();
  }

  /** A required store is waited for: the queue fills meanwhile, and images are refused as BUSY. */
  private void awaitRoom() throws InterruptedException {
    while (config.required() && store.state().phase() == Phase.FAILED) {
      Thread.sleep(RETRY_MILLIS);
    }
  }

  /** Notes how many replies are in the store, or dropped. Any thread may call it. */
  void settle() {
    Counts counts = store.state().counts();
    unstored.settled(counts.written() + counts.dropped() + missed.get() + passed.get());
  }

  /** Replies that clients were given and that are not in the store. */
  long dropped() {
    return store.state().counts().dropped() + missed.get() + unstored.lostBefore();
  }
}
