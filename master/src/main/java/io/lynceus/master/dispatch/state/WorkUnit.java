package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One task × one analysis, from the split to its outcome. Belongs to the dispatch thread.
 *
 * <p>Of its attempts one is wanted, or two when it takes long: then the first result counts. Others
 * may still hold a slot although they were given up.
 */
public final class WorkUnit {
  private final SlaveManager task;
  private final Analysis analysis;
  private final List<WorkUnit> needs;
  private final long pixels;
  private int attempts;
  private int inHand;
  private int failures;
  private int deaths;
  private final Set<ConnectedSlave> failedOn = new HashSet<>(2);
  private final List<Attempt> wanted = new ArrayList<>(2);
  private long waitingSince;
  private @Nullable UnitEnd end;

  /**
   * @param needs units of the same task whose findings it is given
   */
  WorkUnit(SlaveManager task, Analysis analysis, List<WorkUnit> needs) {
    this.task = task;
    this.analysis = analysis;
    this.needs = List.copyOf(needs);
    waitingSince = task.submittedAt();
    pixels = (long) task.request().image().width() * task.request().image().height();
  }

  public SlaveManager task() {
    return task;
  }

  public Analysis analysis() {
    return analysis;
  }

  /** Pixels of its image. */
  public long pixels() {
    return pixels;
  }

  /** Whether it is given the findings of the other. */
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

  /** The findings of what it needs, all of which is done. */
  public SortedMap<Analysis, Findings> neededFindings() {
    SortedMap<Analysis, Findings> found = new TreeMap<>();
    for (WorkUnit need : needs) {
      UnitEnd done = need.end().orElseThrow();
      found.put(need.analysis, done.reply().findings().orElseThrow());
    }
    return found;
  }

  /** Where a unit is in its life, which {@code docs/dispatch.md} draws. */
  public enum State {
    /** For the results of other units of its task. */
    BLOCKED,
    /** For a slave, or for another one. */
    WAITING,
    /** Of one slave or two, whose results would count. */
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

  /** It has a result. */
  public boolean isDone() {
    return end != null && end.reply().outcome() == Outcome.OK;
  }

  /** The attempts whose result would count, the older one first; a copy. */
  public List<Attempt> wanted() {
    return List.copyOf(wanted);
  }

  boolean wants(Attempt attempt) {
    return wanted.contains(attempt);
  }

  /** How many slaves were tried. */
  public int attempts() {
    return attempts;
  }

  /** How many attempts have failed by their own fault, or might have. */
  public int failures() {
    return failures;
  }

  /** It, or its image, may be what a slave died of: its next run is alone on a slave. */
  public boolean isSuspect() {
    return deaths > 0 || task.image().isDoubted();
  }

  /** Attempts that slaves have in hand, wanted or given up. */
  public int inHand() {
    return inHand;
  }

  /**
   * Whether a slave could die of the other for the same reason: this very unit, or a copy of it.
   */
  public boolean isLike(WorkUnit other) {
    return task.sha256().equals(other.task.sha256())
        && (analysis.equals(other.analysis) || task.image().isDoubted());
  }

  /** Whether so many slaves have it in hand that one more could be a death too many. */
  public boolean isSpread() {
    return inHand >= ImageRecord.MOST_DEATHS;
  }

  /** A slave has the attempt in hand. */
  public void given(Attempt attempt) {
    attempts++;
    inHand++;
    task.image().given(analysis, attempt.slave());
    wanted.add(attempt);
  }

  /** The slave no longer has the attempt in hand. */
  void released(Attempt attempt) {
    inHand--;
    task.image().released(analysis, attempt.slave());
  }

  /** The slaves that it may be killing. */
  public Set<ConnectedSlave> atRisk() {
    return task.image().atRisk(analysis);
  }

  /** The attempt is over or given up, and its result no longer wanted. */
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

  /** Another slave is tried before this one is tried again. */
  public boolean hasFailedOn(ConnectedSlave slave) {
    return failedOn.contains(slave);
  }

  public void countFailure(ConnectedSlave slave) {
    failures++;
    failedOn.add(slave);
  }

  /**
   * Sets what is known of deaths.
   *
   * @param deaths slaves that have died while they ran this analysis of this image
   */
  public void suspect(int deaths) {
    this.deaths = deaths;
  }

  /** Comes to its end; attempts that are still wanted are given up. */
  public void end(UnitEnd outcome) {
    wanted().forEach(attempt -> attempt.slave().abandon(attempt));
    end = outcome;
    if (isDone()) {
      task.image().prove(analysis);
    }
  }

  @Override
  public String toString() {
    return task.id() + "/" + analysis.key();
  }

  /**
   * What became of a unit.
   *
   * @param unreadable whether it failed because the image cannot be decoded
   */
  public record UnitEnd(UnitReply reply, UnitRun run, boolean unreadable) {}
}
