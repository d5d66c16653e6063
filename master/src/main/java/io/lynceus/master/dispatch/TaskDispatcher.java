package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

  private final Identity identity;
  private final DispatchLoop loop;
  private final LongSupplier clock;
  private final DispatchObserver observer;
  private final WaitingLine line;
  private final UnitAssigner assigner;
  private final RetryPolicy retries;
  private final DeathInquiry inquest;
  private final Watchdog watchdog;
  private final Tally tally;
  private final ReplyMemory memory;
  private final RecentLoad load;
  private final StatusReport report;
  private final SlaveRoster slaves;
  private final SlaveMessages messages;
  private final Admission admission;
  private final Map<Long, SlaveManager> tasks = new LinkedHashMap<>();
  private final Map<String, ImageRecord> images = new HashMap<>();
  private volatile AnalysisCatalog catalog = AnalysisCatalog.STANDARD; // the dispatch thread writes
  private long submitted;
  private boolean ending;

  /**
   * @param thread runs what is posted one after the other
   * @param clock nanoseconds that never go back, such as {@link System#nanoTime}
   * @param store keeps what is quarantined
   * @param observer is told what happens
   */
  public TaskDispatcher(
      DispatchConfig config,
      Identity identity,
      Executor thread,
      LongSupplier clock,
      QuarantineStore store,
      DispatchObserver observer) {
    this.identity = identity;
    this.clock = clock;
    this.observer = observer;
    AttemptTally attempts = new AttemptTally(observer);
    line = new WaitingLine(config.waitingTasks(), config.waitingBytes());
    Speculation speculation = new Speculation(config.speculation());
    assigner = new UnitAssigner(line, config.attemptTime(), attempts, speculation);
    Quarantine quarantine = new Quarantine(store);
    retries = new RetryPolicy(config, line, quarantine, clock);
    inquest = new DeathInquiry(quarantine, retries, observer);
    watchdog = new Watchdog(config, assigner, retries, observer);
    tally = new Tally(clock.getAsLong());
    load = new RecentLoad(clock.getAsLong());
    report = new StatusReport(identity, tally, attempts, load, line, assigner);
    memory = new ReplyMemory(config.remembered());
    admission = new Admission(line, tally, memory);
    slaves = new SlaveRoster(config, identity, clock, assigner, observer);
    messages = new SlaveMessages(clock, retries, speculation, attempts, load, this::answered);
    loop = new DispatchLoop(thread, () -> assigner.assignAll(clock.getAsLong()));
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
    loop.post(() -> image.task = admit(request, onReply));
    return image;
  }

  @Override
  public void refused(RejectionCode why) {
    loop.post(() -> countRefused(why));
  }

  private void countRefused(RejectionCode why) {
    tally.count(Reply.Status.REJECTED);
    observer.refused(why);
  }

  @Override
  public AnalysisCatalog catalog() {
    return catalog;
  }

  @Override
  public CompletableFuture<ClusterStatus> status() {
    CompletableFuture<ClusterStatus> status = new CompletableFuture<>();
    loop.post(() -> status.complete(currentStatus()));
    return status;
  }

  @Override
  public CompletableFuture<Optional<ClusterStatus>> drain(String name, boolean draining) {
    CompletableFuture<Optional<ClusterStatus>> status = new CompletableFuture<>();
    loop.post(
        () ->
            status.complete(
                slaves.drain(name, draining) ? Optional.of(currentStatus()) : Optional.empty()));
    return status;
  }

  @Override
  public void joined(RemoteSlave remote, Register registration) {
    loop.post(
        () -> {
          catalog = catalog.with(registration.analyses());
          slaves.join(remote, registration);
        });
  }

  @Override
  public void received(RemoteSlave remote, SlaveMessage message) {
    loop.post(() -> receive(remote, message));
  }

  @Override
  public void lost(RemoteSlave remote, String reason) {
    loop.post(() -> lose(remote, reason));
  }

  /** This master ends and closes its slaves' connections: no work is suspected of that loss. */
  public void end() {
    loop.post(() -> ending = true);
  }

  /** Looks at the clock: deadlines, silent slaves. */
  public void tick() {
    loop.post(
        () -> {
          watchdog.check(tasks.values(), clock.getAsLong());
          finishEnded();
          memory.expire(clock.getAsLong());
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
      if (refusal.get().code() == RejectionCode.BUSY) {
        load.busy(clock.getAsLong());
      }
      onReply.accept(Reply.rejected(request.ask().name(), refusal.get()));
      return null;
    }
    load.taken(clock.getAsLong());
    long number = ++submitted;
    String id = identity.run() + "-" + number;
    ImageRecord standing =
        images.computeIfAbsent(request.image().sha256(), unknown -> new ImageRecord());
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

  private void cancel(@Nullable SlaveManager task, Consumer<Reply> onReply) {
    if (task != null && task.detach(onReply) && tasks.containsKey(task.number())) {
      task.units().stream()
          .filter(unit -> unit.end().isEmpty())
          .forEach(unit -> retries.endWithout(unit, Outcome.FAILED, "the client is gone"));
      remove(task);
      observer.happened(Event.IMAGE_CANCELLED);
    }
  }

  private void receive(RemoteSlave remote, SlaveMessage message) {
    ConnectedSlave slave = slaves.find(remote);
    if (slave != null) { // else lost already: what it said last no longer counts
      messages.receive(slave, message);
    }
  }

  private void answered(SlaveManager task) {
    finishIfEnded(task);
    forgetImageIfOver(task);
  }

  private void lose(RemoteSlave remote, String reason) {
    ConnectedSlave slave = slaves.remove(remote, reason);
    if (slave == null || ending) {
      return;
    }
    List<Attempt> orphans = slave.attempts();
    for (Attempt orphan : orphans) {
      slave.take(orphan.number());
      forgetImageIfOver(orphan.unit().task());
    }
    inquest.hold(slave, orphans, tasks.values());
    finishEnded();
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
    load.answered(now);
    Reply reply = task.reply(catalog, now);
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
    task.holders().forEach(slave -> slave.closeTask(task));
  }

  private ClusterStatus currentStatus() {
    return report.at(clock.getAsLong(), tasks.size());
  }

  /** Whether nothing of any task is left, and no event had to be skipped. For tests. */
  boolean isAtRest() {
    return tasks.isEmpty()
        && images.values().stream().noneMatch(ImageRecord::isOver)
        && line.isEmpty()
        && loop.faults() == 0;
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
      loop.post(() -> TaskDispatcher.this.cancel(task, onReply));
    }
  }
}
