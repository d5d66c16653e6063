package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.EventFanOut;
import io.lynceus.master.dispatch.state.FaultRecovery;
import io.lynceus.master.dispatch.state.Invariants;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.master.dispatch.state.TaskFault;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.tally.Statistics;
import io.lynceus.master.dispatch.tally.TaskLines;
import io.lynceus.master.networks.OwnNetworks;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.tasks.ClusterTasks;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.scene.rules.SceneRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The core of the master: admits tasks, gives each a {@link SlaveManager}, and follows slaves and
 * attempts until every task has its one reply.
 *
 * <p>All state belongs to one thread, that of the given executor. Any thread may call the public
 * methods: they post to that thread, and nothing blocks or locks. Call {@link #tick} every {@link
 * #TICK}: only there does time pass.
 */
public final class TaskDispatcher implements TaskIntake, SlaveEvents {
  /** The time between two ticks. */
  public static final Duration TICK = Duration.ofMillis(50);

  private static final Rejection FAULT =
      new Rejection(
          RejectionCode.BUSY,
          "a fault of the master itself: send it again",
          Optional.of(Duration.ofSeconds(1)));

  private final DispatchLoop loop;
  private final LongSupplier clock;
  private final Pauses pauses;
  private final double minDecoded;
  private final DispatchEvents events;
  private final Statistics statistics;
  private final OpenTasks tasks;
  private final WaitingLine line;
  private final SlaveRoster slaves;
  private final ReplyMemory memory;
  private final Admission admission;
  private final Quarantine quarantine;
  private final RetryPolicy retries;
  private final DeathInquiry inquiry;
  private final SlaveSessions sessions;
  private final Watchdog watchdog;
  private final UnitAssigner assigner;
  private SceneRules scene = SceneRules.NONE;

  /**
   * @param thread runs what is posted one after the other
   * @param store keeps what is quarantined
   * @param listeners told what happens, after the dispatcher itself
   */
  public TaskDispatcher(
      DispatchConfig config,
      Identity identity,
      Executor thread,
      DispatchClock clock,
      QuarantineStore store,
      Listeners listeners) {
    this.clock = clock;
    pauses = new Pauses(clock, config.liveness());
    minDecoded = config.replies().minDecoded();
    statistics = new Statistics(identity.version(), clock);
    tasks = new OpenTasks(identity.run());
    memory = new ReplyMemory(config.remembered(), clock);
    Speculation speculation = new Speculation(config.retries().speculation(), pauses, clock);
    List<DispatchEvents> own = new ArrayList<>(List.of(tasks, memory, speculation));
    own.addAll(statistics.listeners());
    events = new EventFanOut(own, listeners.events());

    line = new WaitingLine(config.waiting().tasks(), config.waiting().bytes());
    Welcome welcome =
        new Welcome(identity.version(), config.liveness().heartbeat(), config.liveness().silence());
    slaves = new SlaveRoster(welcome, config.prefetch(), clock, events);
    quarantine = new Quarantine(store, clock);
    retries = new RetryPolicy(config, line, quarantine, clock, events);
    admission = new Admission(line, statistics, memory, listeners.overload(), this::catalog);
    inquiry = new DeathInquiry(quarantine, retries, tasks, slaves, pauses, events);
    HandOvers handOvers = new HandOvers(slaves, clock);
    SlaveMessages messages = new SlaveMessages(clock, slaves, retries, inquiry, handOvers, events);
    sessions = new SlaveSessions(slaves, tasks, retries, inquiry, messages, handOvers, this::guard);
    watchdog =
        new Watchdog(config, slaves, tasks, retries, events, this::catalog, handOvers, this::guard);
    assigner =
        new UnitAssigner(
            line, slaves, config.retries().attemptTime(), speculation, listeners.thumbnails());
    Invariants invariants = new Invariants(tasks, line, slaves);
    FaultRecovery recovery = new FaultRecovery(tasks, line, slaves, this::merge, events);
    loop =
        new DispatchLoop(
            thread,
            this::replyToFinished,
            () -> assigner.assignAll(clock.getAsLong()),
            () -> sessions.areEnding() || invariants.hold(),
            recovery::recover);
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
    loop.post(
        () -> {
          try {
            image.task = admit(request, onReply);
          } catch (TaskFault e) {
            throw e; // its task is ended with a reply
          } catch (RuntimeException e) {
            onReply.accept(Reply.rejected(request.ask(), FAULT));
            throw e;
          }
        });
    return image;
  }

  @Override
  public CompletableFuture<Optional<Rejection>> busy(long bytes) {
    return loop.ask(() -> admission.busy(bytes));
  }

  @Override
  public void refused(RejectionCode why) {
    loop.post(() -> events.imageRefused(why));
  }

  @Override
  public AnalysisCatalog catalog() {
    return sessions.catalog();
  }

  @Override
  public CompletableFuture<ClusterLabels> labels() {
    return loop.ask(() -> slaves.labels(catalog().labels()));
  }

  @Override
  public CompletableFuture<ClusterStatus> status() {
    return loop.ask(this::currentStatus);
  }

  @Override
  public CompletableFuture<ClusterTasks> tasks() {
    return loop.ask(() -> TaskLines.of(tasks, watchdog::deadline, clock.getAsLong()));
  }

  @Override
  public CompletableFuture<Optional<ClusterStatus>> drain(String name, boolean draining) {
    return loop.ask(
        () -> slaves.drain(name, draining) ? Optional.of(currentStatus()) : Optional.empty());
  }

  @Override
  public CompletableFuture<List<Quarantined>> quarantined() {
    return loop.ask(quarantine::entries);
  }

  @Override
  public CompletableFuture<Clearing> clear(String hash) {
    return loop.ask(() -> quarantine.clear(hash));
  }

  @Override
  public void joined(RemoteSlave remote, Register registration) {
    loop.post(() -> sessions.join(remote, registration));
  }

  @Override
  public void received(RemoteSlave remote, SlaveMessage message) {
    loop.post(() -> sessions.receive(remote, message));
  }

  @Override
  public void lost(RemoteSlave remote, String reason) {
    loop.post(() -> sessions.lose(remote));
  }

  /** The master has these networks from now on. */
  public void have(OwnNetworks own) {
    loop.post(() -> sessions.have(own));
  }

  /** The cameras have these rules from now on. */
  public void judgeBy(SceneRules rules) {
    loop.post(() -> scene = rules);
  }

  /** This master ends and closes the connections of its slaves: no work is suspected of that. */
  public void end() {
    loop.post(sessions::end);
  }

  /** Checks the clock: deadlines, silent slaves. */
  public void tick() {
    loop.post(
        () -> {
          watchdog.check(pauses);
          memory.expire();
          statistics.tick(tasks, line, slaves, clock.getAsLong());
        });
  }

  private @Nullable SlaveManager admit(TaskRequest request, Consumer<Reply> onReply) {
    SlaveManager same = memory.attach(request, onReply);
    if (same != null || memory.repeat(request, onReply)) {
      return same;
    }
    Optional<Rejection> refusal = admission.refusal(request);
    if (refusal.isPresent()) {
      events.taskRefused(request, refusal.get());
      onReply.accept(Reply.rejected(request.ask(), refusal.get()));
      return null;
    }
    SlaveManager task =
        tasks.add(request, new SplitPlan(catalog(), slaves::free), onReply, clock.getAsLong());
    task.traced(
        () -> {
          events.taskAdmitted(task);
          inquiry.admit(task);
          line.join(task);
        });
    return task;
  }

  private void cancel(@Nullable SlaveManager task, Consumer<Reply> onReply) {
    if (task != null && task.detach(onReply) && tasks.contains(task)) {
      task.units().stream()
          .filter(unit -> !unit.hasEnded())
          .forEach(unit -> retries.endWithout(unit, Outcome.FAILED, "the client is gone"));
      close(task);
      events.taskCancelled(task);
    }
  }

  private void replyToFinished() {
    for (SlaveManager task = tasks.nextFinished(); task != null; task = tasks.nextFinished()) {
      SlaveManager finished = task;
      loop.guard(() -> finished.traced(() -> reply(finished)));
    }
  }

  private void reply(SlaveManager task) {
    close(task);
    Reply reply = merge(task);
    events.replyMade(task, reply);
    task.reply(reply);
    events.taskReplied(task, reply);
  }

  private Reply merge(SlaveManager task) {
    return ReplyMerger.merge(task, catalog(), scene, minDecoded, clock.getAsLong());
  }

  private void guard(Runnable step) {
    loop.guard(step);
  }

  private void close(SlaveManager task) {
    tasks.remove(task);
    line.leave(task);
    task.holders().forEach(slave -> slave.closeTask(task));
  }

  private ClusterStatus currentStatus() {
    return statistics.status(tasks, line, slaves, clock.getAsLong());
  }

  /**
   * Whether nothing is left of any task, and no event was skipped because of a fault. For tests.
   */
  boolean isAtRest() {
    return holdsNothing() && faults() == 0;
  }

  /** Whether nothing is left of any task. For tests. */
  boolean holdsNothing() {
    return tasks.isEmpty() && line.isEmpty();
  }

  /** Events that had a fault. For tests. */
  long faults() {
    return loop.faults();
  }

  /** What a gateway keeps of a submission. */
  private final class SubmittedImage implements Ticket {
    private final Consumer<Reply> onReply;

    /** Belongs to the dispatch thread; null when there is nothing to cancel. */
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
