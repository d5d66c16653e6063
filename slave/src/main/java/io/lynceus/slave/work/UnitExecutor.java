package io.lynceus.slave.work;

import io.lynceus.model.Analysis;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.RunAtOnce;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.vision.analyzer.Analyzer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs work units on a few threads, and keeps the images that they share while their tasks live.
 *
 * <p>The methods of {@link UnitService} belong to the connection's event loop; the analyses run on
 * the threads of a bounded {@link ThreadPoolExecutor}. Every unit that comes is answered once.
 */
public final class UnitExecutor implements UnitService, AutoCloseable {
  /** Longer than a message takes from the master. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

  /** The longest time that a unit waits for others to end before it runs beside them. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(10);

  private final WorkConfig config;
  private final Function<Analysis, Analyzer> analyzers;
  private final Confinement confinement;
  private final ThreadPoolExecutor threads;
  private final Resources resources;
  private final MemoryPlan memory;
  private final LongSupplier resident;
  private final WorkObserver observer;
  private final Map<Long, HeldImage> images = new ConcurrentHashMap<>();
  private final Map<Long, UnitAttempt> attempts = new ConcurrentHashMap<>();
  private final Map<Class<? extends MasterMessage>, Consumer<MasterMessage>> handlers =
      new HashMap<>();
  private Reporter reporter = message -> {};
  private final AtomicLong heldBytes = new AtomicLong();

  /** Whether a unit has come since {@link #hasRested} was asked last. */
  private final AtomicBoolean worked = new AtomicBoolean();

  /** Watched by nobody, and without confinement. */
  public UnitExecutor(
      WorkConfig config,
      Function<Analysis, Analyzer> analyzers,
      MemoryPlan memory,
      LongSupplier resident) {
    this(config, analyzers, Confinement.NONE, memory, resident, WorkObserver.NONE);
  }

  /**
   * @param analyzers each analysis's analyzer; they outlive this
   * @param confinement where units run that slaves have died of
   * @param memory how much of it there is for pictures
   * @param resident what the process holds of the machine's memory, for heartbeats
   * @param observer is told what happens
   */
  public UnitExecutor(
      WorkConfig config,
      Function<Analysis, Analyzer> analyzers,
      Confinement confinement,
      MemoryPlan memory,
      LongSupplier resident,
      WorkObserver observer) {
    this.confinement = confinement;
    this.observer = observer;
    this.config = config;
    this.memory = memory;
    this.resident = resident;
    this.analyzers = analyzers;
    this.threads =
        new ThreadPoolExecutor(
            config.threads(),
            config.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.queue()),
            new WorkerThreads());
    this.resources =
        new Resources(
            new PictureBudget(memory.pictureBytes()), new ParallelRuns(config.threads(), PATIENCE));
    on(RunAtOnce.class, order -> resources.runs().bound(order.units()));
    on(ImageAnnounced.class, this::announced);
    on(AssignUnit.class, order -> assigned(order, false));
    on(ConfineUnit.class, order -> assigned(order.unit(), true));
    on(CancelUnit.class, this::cancelled);
    on(TaskClosed.class, this::closed);
  }

  @Override
  public void connected(Reporter reporter) {
    this.reporter = reporter;
    resources.runs().bound(config.threads());
  }

  @Override
  public void disconnected() {
    reporter = message -> {};
    List.copyOf(attempts.keySet()).forEach(attempt -> cancelled(new CancelUnit(attempt)));
    List.copyOf(images.keySet()).forEach(task -> closed(new TaskClosed(task)));
  }

  @Override
  public void handle(MasterMessage message) {
    Consumer<MasterMessage> handler = handlers.get(message.getClass());
    if (handler != null) {
      handler.accept(message);
    }
  }

  @Override
  public void imageChunk(long task, ByteBuffer bytes) {
    observer.received(bytes.remaining());
    HeldImage image = images.get(task);
    if (image == null || image.isWhole()) {
      return;
    }
    image.append(bytes);
    if (image.isWhole()) {
      image.waiting().forEach(this::start);
      image.waiting().clear();
    }
  }

  @Override
  public SlaveHeartbeat load() {
    int running = threads.getActiveCount();
    MemoryUse use =
        new MemoryUse(
            images.size(),
            heldBytes.get(),
            resources.pictures().taken(),
            resident.getAsLong(),
            memory.boundBytes());
    return new SlaveHeartbeat(running, Math.max(0, attempts.size() - running), use);
  }

  @Override
  public int slots() {
    return config.threads();
  }

  @Override
  public Processors processors() {
    return ThisMachine.processors(config.parallel());
  }

  /** Whether nothing runs and nothing waits. Callable by any thread. */
  public boolean isIdle() {
    return attempts.isEmpty();
  }

  /** Whether nothing has run since this was asked last, and nothing waits. For one caller. */
  public boolean hasRested() {
    return !worked.getAndSet(false) && isIdle();
  }

  /**
   * Finishes the units that it has, and those that the master sent before it heard of the draining;
   * then takes no more.
   *
   * @return whether all have ended within {@code patience}
   */
  public boolean drain(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(patience.toNanos(), ON_ITS_WAY.toNanos()));
      while (!isIdle() && System.nanoTime() - end < 0) {
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
      threads.shutdown();
      return threads.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends at once: what runs is interrupted. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void announced(ImageAnnounced image) {
    boolean fits =
        image.bytes() > 0
            && image.bytes() <= config.limits().bytes()
            && config.limits().allow(image.header())
            && heldBytes.get() + image.bytes() <= config.heldBytes();
    if (fits && !images.containsKey(image.task())) {
      images.put(image.task(), new HeldImage(image.bytes(), image.header(), resources.pictures()));
      heldBytes.addAndGet(image.bytes());
    }
  }

  private void assigned(AssignUnit order, boolean confined) {
    Reporter counted = counted(order.analysis());
    HeldImage image = images.get(order.task());
    if (image == null) {
      counted.report(
          new UnitFailed(
              order.attempt(),
              FailureReason.REFUSED,
              "the slave has no room for the image, or smaller limits than the master"));
      return;
    }
    Runnable onEnd = () -> attempts.remove(order.attempt());
    UnitAttempt attempt =
        confined
            ? new ConfinedAttempt(order, image, confinement, counted, onEnd)
            : new SharedAttempt(
                order, image, resources, analyzers.apply(order.analysis()), counted, onEnd);
    attempts.put(order.attempt(), attempt);
    worked.set(true);
    if (image.isWhole()) {
      start(attempt);
    } else if (attempts.size() > config.queue() + config.threads()) {
      attempt.refuse("the slave's queue is full");
    } else {
      image.waiting().add(attempt);
    }
  }

  /** The reporter of now, which the observer listens to. */
  private Reporter counted(Analysis analysis) {
    Reporter master = reporter;
    return report -> {
      observer.reported(analysis, report);
      master.report(report);
    };
  }

  private void start(UnitAttempt attempt) {
    try {
      threads.execute(attempt);
    } catch (RejectedExecutionException e) {
      attempt.refuse("the slave's queue is full, or it is shutting down");
    }
  }

  private void cancelled(CancelUnit order) {
    UnitAttempt attempt = attempts.get(order.attempt());
    if (attempt == null) {
      return;
    }
    if (threads.remove(attempt) || removeWaiting(attempt)) {
      attempt.refuse("cancelled");
    } else {
      attempt.cancel();
    }
  }

  private boolean removeWaiting(UnitAttempt attempt) {
    return images.values().stream().anyMatch(image -> image.waiting().remove(attempt));
  }

  private void closed(TaskClosed task) {
    HeldImage image = images.remove(task.task());
    if (image != null) {
      heldBytes.addAndGet(-image.size());
      new ArrayList<>(image.waiting()).forEach(attempt -> attempt.refuse("its task is closed"));
      image.waiting().clear();
      image.release();
    }
  }

  private <M extends MasterMessage> void on(Class<M> type, Consumer<M> handler) {
    handlers.put(type, message -> handler.accept(type.cast(message)));
  }
}
