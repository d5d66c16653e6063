package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.tasks.ClusterTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A dispatch that replies when the test tells it to, or at once. */
public final class ScriptedIntake implements TaskIntake {
  public static final ClusterStatus STATUS =
      new ClusterStatus(
          new ClusterStatus.Master("1", Duration.ZERO, ClusterStatus.MasterMemory.NONE),
          new ClusterStatus.Tasks(0, 0, 0, 0, 0),
          ClusterStatus.Attempts.NONE,
          ClusterStatus.Queue.EMPTY,
          ClusterStatus.Load.NONE,
          List.of());

  /** One ready slave, and 9.5 images per second that each take 0.1 s of it. */
  public static final ClusterStatus LOADED =
      new ClusterStatus(
          STATUS.master(),
          STATUS.tasks(),
          STATUS.attempts(),
          STATUS.queue(),
          new ClusterStatus.Load(9.5, 0, Duration.ofMillis(300)),
          List.of(
              new ClusterStatus.Slave(
                  "s1",
                  "127.0.0.1:1",
                  "1",
                  ClusterStatus.Slave.State.READY,
                  3,
                  0,
                  0,
                  ClusterStatus.Pace.UNKNOWN,
                  ClusterStatus.History.NONE,
                  MemoryUse.NONE)));

  public final List<Task> tasks = new CopyOnWriteArrayList<>();
  public final List<String> drained = new CopyOnWriteArrayList<>();
  public final List<String> cleared = new CopyOnWriteArrayList<>();
  public final AtomicInteger cancelled = new AtomicInteger();
  public final List<RejectionCode> refused = new CopyOnWriteArrayList<>();
  public final CompletableFuture<ClusterStatus> status = new CompletableFuture<>();
  public final CompletableFuture<ClusterLabels> labels = new CompletableFuture<>();
  public volatile AnalysisCatalog catalog = AnalysisCatalog.STANDARD;
  private final boolean atOnce;

  public ScriptedIntake(boolean atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public Ticket submit(TaskRequest request, Consumer<Reply> onReply) {
    Task task = new Task(request, onReply, new AtomicBoolean());
    tasks.add(task);
    if (atOnce) {
      task.reply();
    }
    return () -> {
      task.gone().set(true);
      cancelled.incrementAndGet();
    };
  }

  /** Why there is no room; empty if there is. */
  public volatile Optional<Rejection> busy = Optional.empty();

  /** How often it was asked for room. */
  public final AtomicInteger askedForRoom = new AtomicInteger();

  @Override
  public CompletableFuture<Optional<Rejection>> busy(long bytes) {
    askedForRoom.incrementAndGet();
    return CompletableFuture.completedFuture(busy);
  }

  @Override
  public void refused(RejectionCode why) {
    refused.add(why);
  }

  @Override
  public AnalysisCatalog catalog() {
    return catalog;
  }

  @Override
  public CompletableFuture<ClusterLabels> labels() {
    return labels;
  }

  @Override
  public CompletableFuture<ClusterTasks> tasks() {
    if (isEnding) {
      return CompletableFuture.failedFuture(new IllegalStateException("over"));
    }
    return CompletableFuture.completedFuture(
        new ClusterTasks(
            List.of(
                new ClusterTasks.Entry(
                    "r-1",
                    Optional.of("cam1.jpg"),
                    Optional.of("gate"),
                    ClusterTasks.State.RUNNING,
                    Duration.ofMillis(40),
                    Duration.ofSeconds(9),
                    4,
                    1,
                    List.of(Analysis.OBJECTS),
                    List.of("s1")),
                new ClusterTasks.Entry(
                    "r-2",
                    Optional.empty(),
                    Optional.empty(),
                    ClusterTasks.State.QUEUED,
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    4,
                    0,
                    List.of(Analysis.OBJECTS, Analysis.FACES),
                    List.of())),
            3));
  }

  @Override
  public CompletableFuture<ClusterStatus> status() {
    return status;
  }

  /** Whether its dispatch drains no slave any more. */
  public volatile boolean isEnding;

  @Override
  public CompletableFuture<Optional<ClusterStatus>> drain(String slave, boolean draining) {
    if (isEnding) {
      return CompletableFuture.failedFuture(new IllegalStateException("over"));
    }
    drained.add((draining ? "drain " : "resume ") + slave);
    return CompletableFuture.completedFuture(
        slave.equals("unknown") ? Optional.empty() : Optional.of(STATUS));
  }

  /** Two images, of which one has two analyses there. */
  public static final List<Quarantined> QUARANTINED =
      List.of(
          quarantined("ab", Analysis.FACES),
          quarantined("ab", Analysis.EDGES),
          quarantined("ac", Analysis.FACES));

  private static Quarantined quarantined(String begin, Analysis analysis) {
    return new Quarantined(
        begin + "0".repeat(62), analysis, Instant.parse("2026-01-02T03:04:05Z"), "exit code 134");
  }

  /** What its dispatch has quarantined; exceptionally at its end. */
  public CompletableFuture<List<Quarantined>> quarantined =
      CompletableFuture.completedFuture(QUARANTINED);

  /** Whether the folder of the quarantine is being written. */
  public boolean isWriting;

  @Override
  public CompletableFuture<List<Quarantined>> quarantined() {
    return quarantined;
  }

  @Override
  public CompletableFuture<Clearing> clear(String hash) {
    cleared.add(hash);
    return quarantined.thenApply(
        all -> {
          List<Quarantined> found =
              all.stream().filter(entry -> entry.sha256().startsWith(hash)).toList();
          boolean one = hash.isEmpty() || new Clearing(found, false).images().size() == 1;
          return new Clearing(found, one && !isWriting);
        });
  }

  public record Task(TaskRequest request, Consumer<Reply> onReply, AtomicBoolean gone) {

    public void reply() {
      reply("task");
    }

    /** Replies with this id, which may be long, for long lines. */
    public void reply(String id) {
      onReply.accept(
          new Reply(
              id,
              request.ask().name(),
              Reply.Status.COMPLETE,
              Optional.empty(),
              Optional.of(request.image()),
              request.still(),
              Reply.Results.NONE,
              Optional.empty()));
    }
  }
}
