package io.lynceus.master.dispatch.state;

import io.lynceus.model.AskOptions;
import io.lynceus.model.Question;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import java.time.Duration;

/** One try of a work unit on one slave. */
public final class Attempt {
  private final long number;
  private final WorkUnit unit;
  private final ConnectedSlave slave;
  private final long assignedAt;
  private final long expectedNanos;
  private final SlaveAnalyses.Means means;
  private final Kind kind;
  private final Precaution precaution;
  private int thumbnailSide;
  private boolean started;
  private long startedAt;

  /** Why an attempt was made. */
  public enum Kind {
    /** The unit had none before. */
    FIRST,
    /** Those before came to nothing. */
    REPEATED,
    /** The one before takes long and goes on. */
    SECOND,
    /** Two slaves died of the unit: in a JVM of its own. */
    CONFINED;

    private static Kind next(WorkUnit unit) {
      if (unit.isConfined()) {
        return CONFINED;
      }
      if (!unit.isWaiting()) {
        return SECOND;
      }
      return unit.attempts() == 0 ? FIRST : REPEATED;
    }
  }

  /**
   * @param number unique in the life of this master: results carry it, which fences late ones
   * @param assignedAt time of the dispatch clock, nanoseconds
   * @param expectedNanos what the slave is expected to need for it
   */
  public Attempt(
      long number, WorkUnit unit, ConnectedSlave slave, long assignedAt, long expectedNanos) {
    this.number = number;
    this.unit = unit;
    this.slave = slave;
    this.assignedAt = assignedAt;
    this.expectedNanos = expectedNanos;
    this.means = slave.means(unit);
    this.kind = Kind.next(unit);
    this.precaution = unit.precaution();
  }

  public long number() {
    return number;
  }

  public WorkUnit unit() {
    return unit;
  }

  public ConnectedSlave slave() {
    return slave;
  }

  public long assignedAt() {
    return assignedAt;
  }

  long expectedNanos() {
    return expectedNanos;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isStarted() {
    return started;
  }

  /** Whether its unit is a suspect, so that its slave has nothing else in hand. */
  public boolean isAlone() {
    return precaution == Precaution.ALONE;
  }

  /** Whether it runs in a JVM of its own, so that the slave cannot die of it. */
  public boolean isConfined() {
    return precaution == Precaution.CONFINED;
  }

  /** Its result is to bring a thumbnail of at most that long side, in pixels. */
  public void askThumbnail(int longSide) {
    thumbnailSide = longSide;
  }

  /** Pixels of the longer side that its thumbnail may have; 0 when it is to bring none. */
  public int thumbnailSide() {
    return thumbnailSide;
  }

  /** The message that gives it to its slave, with the labels as the slave's network spells them. */
  MasterMessage order(Duration remaining) {
    SlaveManager task = unit.task();
    AskOptions asked = task.request().ask().options();
    AssignUnit order =
        new AssignUnit(
            task.number(),
            number,
            unit.analysis(),
            new Question(means.labels().spell(asked), unit.neededFindings(), means.choice()),
            unit.tile(),
            thumbnailSide,
            remaining,
            task.trace());
    return isConfined() ? new ConfineUnit(order) : order;
  }

  /** How the slave does it: by which network. */
  public SlaveAnalyses.Means means() {
    return means;
  }

  void start(long now) {
    started = true;
    startedAt = now;
  }

  /**
   * How long the slave has been running it, as far as the master knows; 0 before it has started.
   */
  public long runningNanos(long now) {
    return started ? now - startedAt : 0;
  }

  /** Whether its result counts. One that does not still takes a slot of its slave. */
  public boolean isWanted() {
    return unit.wants(this);
  }
}
