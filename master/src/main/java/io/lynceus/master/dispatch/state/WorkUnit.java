package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.text.FoldedText;
import io.lynceus.model.tiles.Tile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One task × one analysis, from the split to its outcome; or a part of that, when the analysis
 * looks at tiles of the picture too: the whole picture is one part, and each tile is one.
 *
 * <p>One of its attempts is wanted, or two if it takes long: then the first result counts.
 * Abandoned attempts may still take slots of their slaves.
 */
public final class WorkUnit {
  private final SlaveManager task;
  private final Analysis analysis;
  private final Optional<Tile> tile;
  private List<WorkUnit> needs;
  private List<String> labels = List.of();
  private Optional<NetworkChoice> choice = Optional.empty();
  private @Nullable NetworkOffer network;
  private boolean pinned;
  private @Nullable SlaveAnalyses askedLast;
  private boolean runs;
  private final long pixels;
  private int attempts;
  private int inHand;
  private int failures;
  private final Set<ConnectedSlave> failedOn = new HashSet<>(2);
  private final List<Attempt> wanted = new ArrayList<>(2);
  private long waitingSince;
  private long runnableAt;
  private @Nullable UnitEnd end;

  /**
   * @param tile what of the picture it looks at; empty for all of it
   * @param needs units of the same task whose findings it needs
   */
  WorkUnit(SlaveManager task, Analysis analysis, Optional<Tile> tile, List<WorkUnit> needs) {
    this.task = task;
    this.analysis = analysis;
    this.tile = tile;
    this.needs = List.copyOf(needs);
    waitingSince = task.submittedAt();
    runnableAt = task.submittedAt();
    pixels = (long) task.request().image().width() * task.request().image().height();
  }

  public SlaveManager task() {
    return task;
  }

  public Analysis analysis() {
    return analysis;
  }

  /** What of the picture it looks at; empty for all of it. */
  public Optional<Tile> tile() {
    return tile;
  }

  /** The parts of its analysis, itself among them; it alone, if the analysis has no tiles. */
  public List<WorkUnit> parts() {
    return task.parts(analysis);
  }

  /** Whether all other parts of its analysis have results. */
  public boolean isLastPart() {
    for (WorkUnit part : parts()) {
      if (part != this && !part.isDone()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Pixels of its image, also of a tile's: the network's input is as large for a tile as for the
   * whole picture, and so is what a slave decodes.
   */
  public long pixels() {
    return pixels;
  }

  /**
   * Takes over what it needs, unless that was known before or is too late. Returns whether it has
   * needs now that it had not.
   */
  boolean learn(List<WorkUnit> needed) {
    if (needed.isEmpty() || !needs.isEmpty() || attempts > 0 || hasEnded()) {
      return false;
    }
    needs = needed;
    return true;
  }

  /**
   * Which slaves may be given it.
   *
   * @param asked labels that the network has to know
   * @param chosen the network, if one is chosen
   * @param newest the network that this means now; null when it is not there
   */
  void require(List<String> asked, Optional<NetworkChoice> chosen, @Nullable NetworkOffer newest) {
    labels = asked.stream().map(FoldedText::of).toList();
    askedLast = null;
    if (!pinned) {
      choice = chosen;
      network = newest;
    }
  }

  /** Another part of its analysis is done by these means: what two networks find is not merged. */
  private void pin(SlaveAnalyses.Means means) {
    if (means.network().isPresent()) {
      pinned = true;
      choice = means.choice();
      network = means.network().get();
      askedLast = null;
    }
  }

  /** Whether not every slave that has its analysis may be given it. */
  public boolean isPicky() {
    return !labels.isEmpty() || choice.isPresent();
  }

  /** The network that has to be used, if one is chosen. */
  public Optional<NetworkChoice> choice() {
    return choice;
  }

  /** The network that the choice means now; null when it is not there, or none is chosen. */
  public @Nullable NetworkOffer network() {
    return network;
  }

  /** The labels that a slave's network has to know, in the form of {@link FoldedText#of}. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Whether a slave with these analyses could run it: asked for each slave, and most have the same.
   */
  boolean runsWith(SlaveAnalyses analyses) {
    if (analyses != askedLast) {
      askedLast = analyses;
      runs = analyses.canRun(this);
    }
    return runs;
  }

  /** A slave is there that could run it. */
  public void runnable(long now) {
    runnableAt = now;
  }

  /** When a slave was last seen that could run it, or else when it was submitted. */
  public long runnableAt() {
    return runnableAt;
  }

  /** Units of the same task whose findings it needs. */
  public List<WorkUnit> needs() {
    return needs;
  }

  /** Whether it needs the findings of the other. */
  public boolean needs(WorkUnit other) {
    return needs.contains(other);
  }

  /** Whether something that it needs has no result yet. */
  private boolean isBlocked() {
    for (WorkUnit need : needs) {
      if (!need.isDone()) {
        return true;
      }
    }
    return false;
  }

  /** The findings that it needs. All the units that it needs must have results. */
  public SortedMap<Analysis, Findings> neededFindings() {
    SortedMap<Analysis, Findings> found = new TreeMap<>();
    for (WorkUnit need : needs) {
      found.computeIfAbsent(
          need.analysis, known -> task.end(known).reply().findings().orElseThrow());
    }
    return found;
  }

  /** Where a unit is in its life, which {@code docs/dispatch.md} draws. */
  public enum State {
    /** It waits for the results of other units of its task. */
    BLOCKED,
    /** It waits for a slave. */
    WAITING,
    /** One slave or two have attempts of it that are wanted. */
    IN_HAND,
    ENDED
  }

  public State state() {
    if (end != null) {
      return State.ENDED;
    }
    if (!wanted.isEmpty()) {
      return State.IN_HAND;
    }
    return isBlocked() ? State.BLOCKED : State.WAITING;
  }

  public boolean isWaiting() {
    return state() == State.WAITING;
  }

  public boolean hasEnded() {
    return end != null;
  }

  public Optional<UnitEnd> end() {
    return Optional.ofNullable(end);
  }

  /** Whether it has a result. */
  public boolean isDone() {
    return end != null && end.isDone();
  }

  /** The attempts whose result would count, the older one first; a copy. */
  public List<Attempt> wanted() {
    return List.copyOf(wanted);
  }

  /** The same, without a copy. */
  List<Attempt> wantedNow() {
    return wanted;
  }

  boolean wants(Attempt attempt) {
    return wanted.contains(attempt);
  }

  /** How many attempts were given to slaves. */
  public int attempts() {
    return attempts;
  }

  /** How many attempts have failed or taken too long. */
  public int failures() {
    return failures;
  }

  /** How it has to run next. */
  public Precaution precaution() {
    return task.image().precaution(analysis);
  }

  /** Whether it or its image may have killed a slave: it runs alone or confined next. */
  public boolean isSuspect() {
    return precaution() != Precaution.NONE;
  }

  /** Whether it or its image may have killed two slaves: it runs in a JVM of its own next. */
  public boolean isConfined() {
    return precaution() == Precaution.CONFINED;
  }

  /** Attempts that slaves have in hand, wanted or abandoned. */
  public int inHand() {
    return inHand;
  }

  /** Whether the other may kill for the same reason: it is this unit or a copy of it. */
  public boolean isCopyOf(WorkUnit other) {
    return task.sha256().equals(other.task.sha256())
        && (analysis.equals(other.analysis) || task.image().isSuspect());
  }

  /** Whether the number of slaves that have it in hand is the most that one image may kill. */
  public boolean isOnMostSlaves() {
    return inHand >= ImageRecord.MOST_DEATHS;
  }

  /** A slave has the attempt in hand. */
  public void given(Attempt attempt) {
    attempts++;
    inHand++;
    task.image().given(analysis, attempt.slave());
    wanted.add(attempt);
    List<WorkUnit> parts = parts();
    if (parts.size() > 1) {
      parts.forEach(part -> part.pin(attempt.means()));
    }
  }

  /** The slave no longer has the attempt in hand. */
  void released(Attempt attempt) {
    inHand--;
    task.image().released(analysis, attempt.slave());
  }

  /** After a fault: sets how many attempts slaves have in hand. */
  void recount(int attemptsInHand) {
    inHand = attemptsInHand;
  }

  /** The slaves that it may be killing. */
  public Set<ConnectedSlave> atRisk() {
    return task.image().atRisk(analysis);
  }

  /** The attempt is over or abandoned: it is no longer wanted. */
  public void detach(Attempt attempt) {
    wanted.remove(attempt);
  }

  /** It waits for an attempt, again or from now on. */
  public void requeued(long now) {
    waitingSince = now;
  }

  /** Since when it waits for its next attempt, or waited for its last one. */
  public long waitingSince() {
    return waitingSince;
  }

  /** Whether it has failed there: other slaves are tried before that one. */
  public boolean hasFailedOn(ConnectedSlave slave) {
    return failures > 0 && failedOn.contains(slave);
  }

  public void countFailure(ConnectedSlave slave) {
    failures++;
    failedOn.add(slave);
  }

  /** It has its outcome; attempts that are still wanted are abandoned. */
  public void end(UnitEnd outcome) {
    end = outcome;
    wanted().forEach(attempt -> attempt.slave().abandon(attempt));
    if (isDone() && isLastPart()) {
      task.image().harmless(analysis);
    }
  }

  @Override
  public String toString() {
    return task.id()
        + "/"
        + analysis.key()
        + tile.map(part -> "@" + part.x() + "," + part.y()).orElse("");
  }

  /**
   * What became of a unit.
   *
   * @param unreadable whether it failed because the image cannot be decoded
   * @param labels what the network that has the result can find
   * @param condition of the picture, as far as this unit has seen it
   */
  public record UnitEnd(
      UnitReply reply,
      UnitRun run,
      boolean unreadable,
      Vocabulary labels,
      PictureCondition condition) {

    /** Whether there is a result. */
    public boolean isDone() {
      return reply.outcome() == Outcome.OK;
    }

    public UnitEnd withReply(UnitReply reply) {
      return new UnitEnd(reply, run, unreadable, labels, condition);
    }
  }
}
