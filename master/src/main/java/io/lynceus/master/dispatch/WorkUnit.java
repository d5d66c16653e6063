package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.reply.Reply.UnitReply;
import io.lynceus.protocol.reply.Reply.UnitRun;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One task × one analysis, from the split to its outcome. Belongs to the dispatch thread. */
final class WorkUnit {
  private final SlaveManager manager;
  private final Analysis analysis;
  private int attempts;
  private int inHand;
  private int failures;
  private int deaths;
  private final Set<ConnectedSlave> failedOn = new HashSet<>(2);
  private @Nullable Attempt current;
  private long givenBackAt;
  private @Nullable Loss loss;
  private @Nullable UnitEnd end;

  WorkUnit(SlaveManager manager, Analysis analysis) {
    this.manager = manager;
    this.analysis = analysis;
  }

  SlaveManager manager() {
    return manager;
  }

  Analysis analysis() {
    return analysis;
  }

  /** Pixels of its image. */
  long pixels() {
    return (long) manager.request().image().width() * manager.request().image().height();
  }

  /** Neither on a slave nor at its end. */
  boolean isWaiting() {
    return current == null && end == null;
  }

  Optional<UnitEnd> end() {
    return Optional.ofNullable(end);
  }

  @Nullable Attempt current() {
    return current;
  }

  /** How many slaves were tried. */
  int attempts() {
    return attempts;
  }

  /** How many attempts have failed by their own fault, or might have. */
  int failures() {
    return failures;
  }

  /** It was running when a slave died: its next run is alone on a slave. */
  boolean isSuspect() {
    return deaths > 0;
  }

  int deaths() {
    return deaths;
  }

  /** Some slave still has an attempt in hand, wanted or given up. */
  boolean isInHand() {
    return inHand > 0;
  }

  void begin(Attempt attempt) {
    attempts++;
    inHand++;
    current = attempt;
    if (loss != null) {
      loss.given(attempt.assignedAt());
      loss = null;
    }
  }

  /** A slave has answered an attempt, or can no longer. */
  void answered() {
    inHand--;
  }

  /** The current attempt is over or given up, and its result no longer wanted. */
  void detach() {
    current = null;
  }

  /** Its slave was lost, which is followed until the unit is given to another or at its end. */
  void lost(Loss loss) {
    this.loss = loss;
  }

  /** It waits for another attempt. */
  void giveBack(long now) {
    givenBackAt = now;
  }

  /** Since when it waits for another attempt. */
  long givenBackAt() {
    return givenBackAt;
  }

  /** Another slave is tried before this one is tried again. */
  boolean hasFailedOn(ConnectedSlave slave) {
    return failedOn.contains(slave);
  }

  void countFailure(ConnectedSlave slave) {
    failures++;
    failedOn.add(slave);
  }

  void countDeath() {
    deaths++;
    failures++;
  }

  void end(UnitEnd outcome) {
    current = null;
    end = outcome;
    if (loss != null) {
      loss.ended();
      loss = null;
    }
  }

  @Override
  public String toString() {
    return manager.id() + "/" + analysis.key();
  }

  /**
   * What became of a unit.
   *
   * @param unreadable whether it failed because the image cannot be decoded
   */
  record UnitEnd(UnitReply reply, UnitRun run, boolean unreadable) {}
}
