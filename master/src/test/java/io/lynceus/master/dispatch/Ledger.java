package io.lynceus.master.dispatch;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.tiles.Tile;
import io.lynceus.model.tiles.TileGrid;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records what happens in a simulation, and throws as soon as a promise is broken. */
final class Ledger {
  private final Duration tolerance;

  /** When the reply of each image is due. */
  private final Map<Integer, Long> outstanding = new HashMap<>();

  private final Set<Integer> answered = new HashSet<>();
  private final Map<Integer, Integer> victims = new HashMap<>();
  private final Set<Integer> guilty = new HashSet<>();
  private final Map<Integer, Integer> children = new HashMap<>();

  private record Unit(int image, Analysis analysis) {}

  /**
   * @param tolerance how much later than its deadline a reply may be
   */
  Ledger(Duration tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * @param about what the rule is about; made into text only when the rule is broken
   */
  static void check(boolean kept, String rule, Object... about) {
    if (!kept) {
      throw new AssertionError(rule + " " + List.of(about));
    }
  }

  /** The tiles in which an image is looked at, beside the whole: one of four images has some. */
  static List<Tile> tiles(int image, Analysis analysis) {
    boolean tiled = analysis.equals(Analysis.OBJECTS) || analysis.equals(Analysis.FACES);
    return tiled && image % 4 == 1 ? TileGrid.of(1000, 1000, 2) : List.of();
  }

  /** Findings that name their image: of the analysis as a whole, with a box for each tile. */
  static Findings findings(int image, Analysis analysis) {
    Findings whole = findings(image, analysis, Optional.empty());
    List<Tile> tiles = tiles(image, analysis);
    return tiles.isEmpty()
        ? whole
        : whole.withDetections(
            tiles.stream()
                .flatMap(tile -> findings(image, analysis, Optional.of(tile)).boxes().stream())
                .toList());
  }

  /** What a slave finds: in a tile, a box in its middle. */
  static Findings findings(int image, Analysis analysis, Optional<Tile> tile) {
    String model = "image" + image;
    if (tile.isPresent()) {
      Tile at = tile.get();
      float x = at.x() + at.width() / 2f;
      float y = at.y() + at.height() / 2f;
      Box box = new Box(x, y, 10, 10);
      return Findings.ofDetections(
          model,
          List.of(
              analysis.equals(Analysis.OBJECTS)
                  ? Detection.labelled("person", 0.5f, box)
                  : Detection.pointed(0.5f, box, List.of())));
    }
    if (analysis.equals(Analysis.EDGES)) {
      return Findings.NONE.withNumber("image", image);
    }
    return analysis.equals(Analysis.CORNERS)
        ? Findings.ofPoints(List.of(new StrongPoint(image % 1000, image / 1000f, 1)))
        : Findings.ofDetections(model, List.of());
  }

  /** A unit comes with the findings that it needs, of its own image. */
  static void checkNeeds(AssignUnit unit, int image) {
    Map<Analysis, Findings> needs =
        unit.analysis().equals(Images.GRADE)
            ? Map.of(Analysis.FACES, findings(image, Analysis.FACES))
            : Map.of();
    check(unit.question().needs().equals(needs), "came with other needs", unit);
  }

  /** The master has stood still: what was due before that time may come until then. */
  void awakeAt(long time) {
    outstanding.replaceAll((image, dueAt) -> Math.max(dueAt, time));
  }

  void submitted(int image, long dueAt) {
    outstanding.put(image, dueAt);
  }

  /** The client has left: from now on there is no reply. */
  void cancelled(int image) {
    outstanding.remove(image);
  }

  boolean isOutstanding(int image) {
    return outstanding.containsKey(image);
  }

  int outstanding() {
    return outstanding.size();
  }

  /** Slave processes that images have killed. */
  Map<Integer, Integer> victims() {
    return victims;
  }

  /** The image kills slaves. */
  void guilty(int image) {
    guilty.add(image);
  }

  void killed(int image) {
    victims.merge(image, 1, Integer::sum);
  }

  /** The master has heard that a child process died of the image. */
  void childDied(int image) {
    children.merge(image, 1, Integer::sum);
  }

  /** Child processes that images have killed, as the master has heard. */
  Map<Integer, Integer> children() {
    return children;
  }

  /**
   * @param all whether every analysis must have a result, except poison
   */
  void replied(int image, Reply reply, long now, boolean all) {
    Long dueAt = outstanding.remove(image);
    check(dueAt != null, "answered twice, or for nobody", image);
    check(answered.add(image), "answered twice", image);
    check(now <= dueAt + tolerance.toNanos(), "answered too late", image);
    if (reply.rejection().isPresent()) {
      check(
          reply.rejection().get().code() == RejectionCode.BUSY
              && reply.rejection().get().retryAfter().isPresent(),
          "refused",
          image,
          reply);
      return;
    }
    reply.analyses().forEach((analysis, unit) -> checkUnit(new Unit(image, analysis), unit, all));
    checkCount(reply, Analysis.OBJECTS, "person");
    checkCount(reply, Analysis.FACES, "face");
    boolean complete =
        reply.analyses().values().stream().allMatch(unit -> unit.outcome() == Outcome.OK);
    check(complete == (reply.status() == Status.COMPLETE), "a wrong status", reply);
  }

  private void checkUnit(Unit unit, UnitReply reply, boolean all) {
    switch (reply.outcome()) {
      case OK ->
          check(
              reply.findings().equals(Optional.of(findings(unit.image(), unit.analysis()))),
              "got what belongs to another",
              unit,
              reply);
      case POISON -> {
        int original = SimulatedFaults.original(unit.image());
        check(guilty.contains(original), "poison, and innocent", unit);
        check(children.containsKey(original), "poison before a child died", unit);
      }
      default -> check(!all, "missing", unit, reply);
    }
  }

  /** There is a count exactly if the analysis has a result. */
  private static void checkCount(Reply reply, Analysis analysis, String label) {
    UnitReply unit = reply.analyses().get(analysis);
    Optional<Integer> count = reply.counts().get(label);
    if (unit != null) {
      check(
          count != null && count.isPresent() == (unit.outcome() == Outcome.OK),
          "counted against its analysis",
          label,
          unit);
    }
  }

  /** The status must agree with what has happened, at any time. */
  void checkStatus(ClusterStatus status, int mostWaiting, double speculation) {
    ClusterStatus.Tasks tasks = status.tasks();
    check(
        tasks.waiting() + tasks.running() == outstanding.size(),
        "not what is to be answered",
        outstanding,
        tasks);
    check(tasks.waiting() >= 0 && tasks.waiting() <= mostWaiting, "too many wait", tasks);
    check(
        tasks.complete() + tasks.partial() + tasks.rejected() == answered.size(),
        "not what was answered",
        answered,
        tasks);
    ClusterStatus.Attempts attempts = status.attempts();
    check(
        attempts.speculative() <= speculation * (attempts.given() - attempts.speculative()),
        "too many second attempts",
        attempts);
  }

  /**
   * When nothing is left to do.
   *
   * @param mostVictims slaves that one image may kill
   * @param oneChild whether no image may kill two children
   */
  void checkTheEnd(
      ClusterStatus status, List<SimulatedSlave> slaves, int mostVictims, boolean oneChild) {
    check(outstanding.isEmpty(), "not all were answered", status);
    int stuck =
        slaves.stream()
            .filter(SimulatedSlave::isAlive)
            .mapToInt(slave -> slave.threads().stuck())
            .sum();
    int busy = status.slaves().stream().mapToInt(ClusterStatus.Slave::busy).sum();
    check(busy <= stuck, "slots leaked, beside those that hang", status, stuck);
    for (SimulatedSlave slave : slaves) {
      check(!slave.isAlive() || slave.imagesHeld() == 0, "kept an image", slave);
    }
    victims.forEach((image, dead) -> check(dead <= mostVictims, "killed too many", image, dead));
    children.forEach(
        (image, dead) -> check(dead == 1 || !oneChild, "killed two children", image, dead));
  }
}
