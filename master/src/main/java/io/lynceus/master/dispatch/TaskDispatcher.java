package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.ClusterStatus.Slave.State;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of the master: admits tasks, gives each a {@link SlaveManager}, and follows slaves and
 * attempts until every task has its one reply.
 *
 * <p>All state belongs to one thread, that of the executor given. The public methods may be called
 * by any thread and post to it; nothing here blocks or locks. {@link #tick} wants to be called
 * every 50 ms or so: time passes only there.
 */
public final class TaskDispatcher implements TaskIntake, SlaveEvents {
  private static final Logger log = LoggerFactory.getLogger(TaskDispatcher.class);

  private final DispatchConfig config;
  private final Identity identity;
  private final Executor loop;
  private final LongSupplier clock;
  private final DispatchObserver observer;
  private final WaitingLine line;
  private final Speculation speculation;
  private final UnitAssigner assigner;
  private final RetryPolicy retries;
  private final Inquest inquest;
  private final Watchdog watchdog;
  private final Tally tally;
  private final ReplyMemory memory;
  private final AttemptTally attempts;
  private final Admission admission;
  private final Map<Long, SlaveManager> tasks = new LinkedHashMap<>();
  private final Map<String, Standing> images = new HashMap<>();
  private final Map<RemoteSlave, ConnectedSlave> slaves = new HashMap<>();
  private final Map<Class<? extends SlaveMessage>, BiConsumer<ConnectedSlave, SlaveMessage>>
      handlers = new HashMap<>();
  private long submitted;
  private long faults;

  /** Watched by nobody. */
  public TaskDispatcher(
      DispatchConfig config,
      Identity identity,
      Executor loop,
      LongSupplier clock,
      QuarantineStore store) {
    this(config, identity, loop, clock, store, DispatchObserver.NONE);
  }

  /**
   * @param loop runs what is posted one after the other
   * @param clock nanoseconds that never go back, such as {@link System#nanoTime}
   * @param store keeps what is quarantined
   * @param observer is told what happens
   */
  public TaskDispatcher(
      DispatchConfig config,
      Identity identity,
      Executor loop,
      LongSupplier clock,
      QuarantineStore store,
      DispatchObserver observer) {
    this.config = config;
    this.identity = identity;
    this.loop = loop;
    this.clock = clock;
    this.observer = observer;
    attempts = new AttemptTally(observer);
    line = new WaitingLine(config.waitingTasks(), config.waitingBytes());
    speculation = new Speculation(config.speculation());
    assigner = new UnitAssigner(line, config.attemptTime(), attempts, speculation);
    Quarantine quarantine = new Quarantine(store);
    retries = new RetryPolicy(config, line, quarantine, clock);
    inquest = new Inquest(quarantine, retries, observer);
    watchdog = new Watchdog(config, assigner, retries, observer);
    tally = new Tally(clock.getAsLong());
    memory = new ReplyMemory(config.remembered());
    admission = new Admission(line, tally, memory);
    on(SlaveHeartbeat.class, (slave, message) -> slave.reportMemory(message.memory()));
    on(UnitStarted.class, (slave, message) -> slave.started(message.attempt(), clock.getAsLong()));
    on(UnitDone.class, this::unitDone);
    on(UnitFailed.class, this::unitFailed);
    on(Draining.class, (slave, message) -> slave.drain());
  }

  /**
   * How this master names itself and its tasks.
   *
   * @param version of Lynceus
   * @param run part of every task's id, so that ids of different runs differ
   */
  public record Identity(String version, String run) {}

  @Override
  public Ticket submit(TaskRequest request, Consumer<Reply> onReply) {
    SubmittedImage image = new SubmittedImage(onReply);
    post(() -> image.task = admit(request, onReply));
    return image;
  }

  @Override
  public void refused(RejectionCode why) {
    post(() -> countRefused(why));
  }

  private void countRefused(RejectionCode why) {
    tally.count(Reply.Status.REJECTED);
    observer.refused(why);
  }

  @Override
  public CompletableFuture<ClusterStatus> status() {
    CompletableFuture<ClusterStatus> status = new CompletableFuture<>();
    post(() -> status.complete(currentStatus()));
    return status;
  }

  @Override
  public void joined(RemoteSlave remote, Register registration) {
    post(() -> join(remote, registration));
  }

  @Override
  public void received(RemoteSlave remote, SlaveMessage message) {
    post(() -> receive(remote, message));
  }

  @Override
  public void lost(RemoteSlave remote, String reason) {
    post(() -> lose(remote, reason));
  }

  /** Looks at the clock: deadlines, silent slaves. */
  public void tick() {
    post(
        () -> {
          watchdog.check(tasks.values(), clock.getAsLong());
          finishEnded();
          memory.expire(clock.getAsLong());
        });
  }

  private void post(Runnable event) {
    loop.execute(
        () -> {
          try {
            event.run();
            assigner.assignAll(clock.getAsLong());
          } catch (RuntimeException e) {
            faults++;
            log.error("a fault of dispatch itself; the event is skipped", e);
          } catch (OutOfMemoryError e) { // A scheduled executor would swallow it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
          }
        });
  }

  private @Nullable SlaveManager admit(TaskRequest request, Consumer<Reply> onReply) {
    SlaveManager same = memory.attach(request, onReply);
    if (same != null || memory.answer(request, onReply)) {
      return same;
    }
    Optional<Rejection> refusal = admission.refusal(request);
    if (refusal.isPresent()) {
      countRefused(refusal.get().code());
      onReply.accept(Reply.rejected(request.name(), refusal.get()));
      return null;
    }
    long number = ++submitted;
    String id = identity.run() + "-" + number;
    Standing standing = images.computeIfAbsent(request.image().sha256(), unknown -> new Standing());
    SlaveManager task = new SlaveManager(number, id, request, standing, onReply, clock.getAsLong());
    standing.join();
    tasks.put(number, task);
    task.traced(() -> begin(task));
    return task;
  }

  private void begin(SlaveManager task) {
    log.debug("admitted: {} units of {}", task.units().size(), task.request().image());
    memory.begun(task);
    inquest.admit(task);
    line.join(task);
    finishIfEnded(task);
  }

  private void cancel(SlaveManager task) {
    if (tasks.containsKey(task.number())) {
      task.units().stream()
          .filter(unit -> unit.end().isEmpty())
          .forEach(unit -> retries.endWithout(unit, Outcome.FAILED, "the client is gone"));
      remove(task);
      observer.happened(Event.IMAGE_CANCELLED);
    }
  }

  private void join(RemoteSlave remote, Register registration) {
    assigner.slaves().stream()
        .filter(slave -> slave.state() == State.SUSPECT)
        .filter(slave -> slave.name().equals(registration.name()))
        .forEach(old -> old.remote().close("it has connected again"));
    ConnectedSlave slave =
        new ConnectedSlave(remote, registration, config.prefetch(), clock.getAsLong());
    slaves.put(remote, slave);
    assigner.add(slave);
    observer.happened(Event.SLAVE_JOINED);
    remote.send(
        new Welcome(
            identity.version(), config.liveness().heartbeat(), config.liveness().silence()));
    log.info("slave {} joined with {} slots", slave, registration.slots());
  }

  private void receive(RemoteSlave remote, SlaveMessage message) {
    ConnectedSlave slave = slaves.get(remote);
    BiConsumer<ConnectedSlave, SlaveMessage> handler = handlers.get(message.getClass());
    if (slave == null) {
      return; // lost already: what it said last no longer counts
    }
    slave.heard(clock.getAsLong());
    if (handler == null) {
      remote.close("unexpected message " + message.getClass().getSimpleName());
    } else {
      handler.accept(slave, message);
    }
  }

  private void lose(RemoteSlave remote, String reason) {
    ConnectedSlave slave = slaves.remove(remote);
    if (slave == null) {
      return;
    }
    assigner.remove(slave);
    observer.happened(slave.isDraining() ? Event.SLAVE_LEFT : Event.SLAVE_LOST);
    List<Attempt> orphans = slave.attempts();
    log.info("slave {} is gone ({}) with {} units in hand", slave, reason, orphans.size());
    orphans.forEach(orphan -> take(slave, orphan.number()));
    inquest.hold(slave, orphans, tasks.values());
    finishEnded();
  }

  private void unitDone(ConnectedSlave slave, UnitDone done) {
    Attempt attempt = take(slave, done.attempt());
    if (attempt == null) {
      return;
    }
    slave.costs().observe(attempt.unit(), done.timing(), clock.getAsLong());
    if (!attempt.isWanted()) {
      attempts.wasted();
      return;
    }
    SlaveManager task = attempt.unit().manager();
    task.traced(
        () -> {
          slave.countDone();
          speculation.observe(attempt.unit(), clock.getAsLong());
          retries.done(attempt, done);
          finishIfEnded(task);
        });
  }

  private void unitFailed(ConnectedSlave slave, UnitFailed failed) {
    Attempt attempt = take(slave, failed.attempt());
    if (attempt != null && attempt.isWanted()) {
      SlaveManager task = attempt.unit().manager();
      task.traced(
          () -> {
            log.debug("slave {}: {}: {}", slave, failed.reason(), failed.message());
            retries.failed(attempt, failed);
            finishIfEnded(task);
          });
    }
  }

  /** The slave has answered the attempt, or can no longer; null when it never had it. */
  private @Nullable Attempt take(ConnectedSlave slave, long number) {
    Attempt attempt = slave.take(number);
    if (attempt != null) {
      forgetImageIfOver(attempt.unit().manager());
    }
    return attempt;
  }

  private void forgetImageIfOver(SlaveManager task) {
    if (task.standing().isOver()) {
      images.remove(task.sha256());
    }
  }

  private void finishEnded() {
    List.copyOf(tasks.values()).forEach(this::finishIfEnded);
  }

  private void finishIfEnded(SlaveManager task) {
    if (!task.isFinished() || !tasks.containsKey(task.number())) {
      return;
    }
    remove(task);
    task.traced(() -> reply(task, clock.getAsLong()));
  }

  private void reply(SlaveManager task, long now) {
    tally.finished(now);
    Reply reply = task.reply(now);
    log.debug("answered: {}", reply.status());
    tally.count(reply.status());
    observer.replied(reply);
    memory.keep(task.request(), reply, now);
  }

  private void remove(SlaveManager task) {
    tasks.remove(task.number());
    memory.ended(task);
    task.standing().leave();
    forgetImageIfOver(task);
    if (task.isWaiting()) {
      line.leave(task);
    }
    assigner.slaves().forEach(slave -> slave.closeTask(task.number()));
  }

  private ClusterStatus currentStatus() {
    return new ClusterStatus(
        identity.version(),
        tally.uptime(clock.getAsLong()),
        tally.toStatus(line.tasks(), tasks.size() - line.tasks()),
        attempts.toStatus(),
        assigner.slaves().stream().map(ConnectedSlave::toStatus).toList());
  }

  /** Whether nothing of any task is left, and no event had to be skipped. For tests. */
  boolean isAtRest() {
    return tasks.isEmpty()
        && images.values().stream().noneMatch(Standing::isOver)
        && line.isEmpty()
        && faults == 0;
  }

  private <M extends SlaveMessage> void on(Class<M> type, BiConsumer<ConnectedSlave, M> handler) {
    handlers.put(type, (slave, message) -> handler.accept(slave, type.cast(message)));
  }

  /** What the gateway holds of a submission. */
  private final class SubmittedImage implements Ticket {
    private final Consumer<Reply> onReply;

    /** Touched by the dispatch thread alone; null when there is nothing to be given up. */
    private @Nullable SlaveManager task;

    SubmittedImage(Consumer<Reply> onReply) {
      this.onReply = onReply;
    }

    @Override
    public void cancel() {
      post(
          () -> {
            if (task != null && task.detach(onReply)) {
              TaskDispatcher.this.cancel(task);
            }
          });
    }
  }
}
