package io.lynceus.master.gateway.compat;

import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.Box;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.tasks.ClusterTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A dispatch that replies what the test wants, at once or on demand. */
final class FindingIntake implements TaskIntake {
  static final List<Detection> FOUND =
      List.of(
          Detection.labelled("person", 0.91f, new Box(1.4f, 2.6f, 10, 9)),
          Detection.labelled("traffic light", 0.45678f, new Box(-1, 0, 30, 99)));

  final List<TaskRequest> requests = new CopyOnWriteArrayList<>();
  final List<Consumer<Reply>> unanswered = new CopyOnWriteArrayList<>();
  final List<RejectionCode> refused = new CopyOnWriteArrayList<>();
  final AtomicInteger cancelled = new AtomicInteger();
  final AtomicInteger askedForRoom = new AtomicInteger();

  /** Makes the reply; null if the test replies itself. */
  volatile Function<TaskRequest, Reply> answer = request -> found(request, FOUND);

  /** Why there is no room. */
  volatile Optional<Rejection> busy = Optional.empty();

  volatile AnalysisCatalog catalog = AnalysisCatalog.STANDARD;

  static Reply found(TaskRequest request, List<Detection> boxes) {
    return of(request, UnitReply.ok(Findings.ofDetections("net:1@12345678", boxes)));
  }

  static Reply of(TaskRequest request, UnitReply unit) {
    return of(request.image(), request.ask().wanted().first(), unit);
  }

  static Reply of(ImageInfo image, Analysis analysis, UnitReply unit) {
    return new Reply(
        "task-1",
        Optional.empty(),
        unit.findings().isPresent() ? Status.COMPLETE : Status.PARTIAL,
        Optional.empty(),
        Optional.of(image),
        Reply.StillInfo.UNKNOWN,
        new Results(Map.of(), Map.of(analysis, unit)),
        Optional.of(
            new Timing(
                Duration.ofMillis(87),
                Duration.ofMillis(1),
                Map.of(analysis, new UnitRun(Duration.ofMillis(41), "s1", 1)))));
  }

  @Override
  public Ticket submit(TaskRequest request, Consumer<Reply> onReply) {
    requests.add(request);
    if (answer == null) {
      unanswered.add(onReply);
    } else {
      onReply.accept(answer.apply(request));
    }
    return cancelled::incrementAndGet;
  }

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
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<ClusterStatus> status() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<ClusterStatus>> drain(String slave, boolean draining) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<ClusterTasks> tasks() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Quarantined>> quarantined() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Clearing> clear(String hash) {
    throw new UnsupportedOperationException();
  }
}
