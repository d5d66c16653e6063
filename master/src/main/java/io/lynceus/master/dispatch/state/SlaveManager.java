package io.lynceus.master.dispatch.state;

import io.lynceus.common.trace.Trace;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Camera;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Reply;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.protocol.message.Thumbnail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task, from its admission to its reply: its work units, the slaves that have its image, and
 * the clients that wait for it.
 */
public final class SlaveManager {
  private static final Logger log = LoggerFactory.getLogger(SlaveManager.class);
  private static final long NEVER = Long.MIN_VALUE;

  private final long number;
  private final String id;
  private final Trace trace;
  private final TaskRequest request;
  private final List<Consumer<Reply>> listeners = new ArrayList<>(1);
  private final long submittedAt;
  private final List<WorkUnit> units = new ArrayList<>();
  private final Map<Analysis, UnitEnd> ends = new TreeMap<>();
  private final ImageRecord image;
  private long firstAssignedAt = NEVER;
  private final List<ConnectedSlave> holders = new ArrayList<>(2);
  private @Nullable WorkUnit thumbnailUnit;
  private Optional<Thumbnail> thumbnail = Optional.empty();

  /**
   * @param number of the task in the life of this master
   * @param id the id in the reply, unless the client has given one
   * @param plan says into which units
   * @param image what is known of the image, also by other tasks
   * @param submittedAt time of the dispatch clock, nanoseconds
   */
  public SlaveManager(
      long number,
      String id,
      TaskRequest request,
      SplitPlan plan,
      ImageRecord image,
      long submittedAt) {
    this.number = number;
    this.id = request.ask().id().orElse(id);
    trace = new Trace(this.id, request.ask().camera().map(Camera::name));
    this.request = request;
    this.image = image;
    this.submittedAt = submittedAt;
    split(plan);
  }

  /**
   * Adds the units that are missing: all of a new task; later those that an analysis needs, if no
   * slave had told of that analysis before. Each learns which labels its slave has to know, and
   * which network it has to have. Into how many tiles an analysis is cut is decided once, when it
   * gets its units.
   *
   * @return the units that are new, or that have learned what they need
   */
  public List<WorkUnit> split(SplitPlan plan) {
    List<WorkUnit> changed = new ArrayList<>();
    AnalysisCatalog catalog = plan.catalog();
    AskCheck check = new AskCheck(catalog, request.ask());
    for (Analysis analysis : catalog.inOrder(request.ask().wanted())) {
      Set<Analysis> needs = catalog.needs(analysis);
      List<WorkUnit> needed = needs.stream().flatMap(need -> parts(need).stream()).toList();
      List<WorkUnit> parts = parts(analysis);
      if (parts.isEmpty()) {
        add(new WorkUnit(this, analysis, Optional.empty(), needed), changed);
        plan.tiles(analysis, request)
            .forEach(tile -> add(new WorkUnit(this, analysis, Optional.of(tile), needed), changed));
      } else {
        parts.stream().filter(unit -> unit.learn(needed)).forEach(changed::add);
      }
      Optional<NetworkChoice> network = check.network(analysis);
      @Nullable NetworkOffer newest =
          network.flatMap(choice -> catalog.newest(analysis, choice)).orElse(null);
      parts(analysis).forEach(unit -> unit.require(check.labelsOf(analysis), network, newest));
    }
    return changed;
  }

  private void add(WorkUnit unit, List<WorkUnit> changed) {
    units.add(unit);
    changed.add(unit);
  }

  /** The units of an analysis: that of the whole picture, then those of its tiles. */
  List<WorkUnit> parts(Analysis analysis) {
    List<WorkUnit> parts = new ArrayList<>(1);
    for (WorkUnit unit : units) {
      if (unit.analysis().equals(analysis)) {
        parts.add(unit);
      }
    }
    return parts;
  }

  /** What became of an analysis, all of whose units have ended. */
  public UnitEnd end(Analysis analysis) {
    return ends.computeIfAbsent(analysis, known -> MergedParts.of(parts(known), request));
  }

  long number() {
    return number;
  }

  public String id() {
    return id;
  }

  /** What its log lines have in common. */
  Trace trace() {
    return trace;
  }

  /**
   * Does work of this task; its log lines have the id of the task and its camera.
   *
   * @throws TaskFault when the work throws something
   */
  public void traced(Runnable work) {
    try {
      trace.during(work);
    } catch (RuntimeException e) {
      throw TaskFault.of(this, e);
    }
  }

  public TaskRequest request() {
    return request;
  }

  public long submittedAt() {
    return submittedAt;
  }

  /** A connection waits for the reply; later, others that have sent the same image under its id. */
  public void attach(Consumer<Reply> listener) {
    listeners.add(listener);
  }

  /** A connection no longer waits. Returns whether no other one does. */
  public boolean detach(Consumer<Reply> listener) {
    listeners.remove(listener);
    return listeners.isEmpty();
  }

  /**
   * The work units: one for each analysis that the client asks for or that such an analysis needs,
   * and one for each tile of it.
   */
  public List<WorkUnit> units() {
    return units;
  }

  /** Whether none of its units was given to a slave yet: the task is in the waiting line. */
  public boolean isWaiting() {
    return firstAssignedAt == NEVER;
  }

  public void assigned(long now) {
    if (isWaiting()) {
      firstAssignedAt = now;
    }
  }

  /**
   * Whether the attempt at the unit that is made now has to bring the thumbnail. One unit brings
   * it, with each of its attempts; when no slave has that in hand any more, the next one that is
   * given.
   */
  public boolean isToBringThumbnail(WorkUnit unit) {
    if (thumbnail.isPresent() || unit.tile().isPresent()) {
      return false;
    }
    if (thumbnailUnit == null) {
      thumbnailUnit = firstToBringThumbnail().orElse(unit);
    } else if (thumbnailUnit.attempts() > 0 && thumbnailUnit.wantedNow().isEmpty()) {
      thumbnailUnit = unit;
    }
    return thumbnailUnit == unit;
  }

  /** They use no network: they end before those that do, and hardly ever fail. */
  private Optional<WorkUnit> firstToBringThumbnail() {
    return Stream.of(Analysis.CORNERS, Analysis.EDGES)
        .flatMap(analysis -> parts(analysis).stream())
        .filter(unit -> !unit.hasEnded())
        .findFirst();
  }

  /** Keeps what came with a result that counts; the first one stays. */
  public void keepThumbnail(Optional<Thumbnail> brought) {
    thumbnail = thumbnail.or(() -> brought);
  }

  /** A small copy of its picture, if one was wanted and has come. */
  public Optional<Thumbnail> thumbnail() {
    return thumbnail;
  }

  boolean isFinished() {
    for (WorkUnit unit : units) {
      if (!unit.hasEnded()) {
        return false;
      }
    }
    return true;
  }

  /** The hash of its image. */
  public String sha256() {
    return request.image().sha256();
  }

  /** The slave is sent the image. Returns false if it has it. */
  boolean sendTo(ConnectedSlave slave) {
    return !isHeldBy(slave) && holders.add(slave);
  }

  public boolean isHeldBy(ConnectedSlave slave) {
    return holders.contains(slave);
  }

  /** The slaves that were sent the image; some may be gone. */
  public List<ConnectedSlave> holders() {
    return holders;
  }

  /** What is known of the image, also by other tasks. */
  public ImageRecord image() {
    return image;
  }

  /** From the submission to the first assignment, or until now. */
  public long queueNanos(long now) {
    return (isWaiting() ? now : firstAssignedAt) - submittedAt;
  }

  @Override
  public String toString() {
    return id;
  }

  /** Tells the reply to all connections that wait for it. Each is told once. */
  public void reply(Reply reply) {
    List<Consumer<Reply>> waiting = List.copyOf(listeners);
    listeners.clear();
    for (Consumer<Reply> listener : waiting) {
      try {
        listener.accept(reply);
      } catch (RuntimeException e) {
        log.error("a connection cannot be told the reply of task {}", id, e);
      }
    }
  }
}
