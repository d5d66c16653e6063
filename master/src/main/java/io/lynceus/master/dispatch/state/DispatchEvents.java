package io.lynceus.master.dispatch.state;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.util.List;

/**
 * What happens in dispatch. Counters, statistics, logs, metrics and the outlets are listeners.
 *
 * <p>The dispatch thread calls a method right after the event, in the order of events. A listener
 * returns at once, throws nothing, and changes no state but its own.
 */
public interface DispatchEvents {
  /** Ignores everything. */
  DispatchEvents NONE = new DispatchEvents() {};

  /** A gateway refused an image before it became a task. */
  default void imageRefused(RejectionCode why) {}

  /** Dispatch refused an image: the waiting line is full, or its id belongs to another image. */
  default void taskRefused(TaskRequest request, Rejection why) {}

  /** The task has its work units; none of them has been given to a slave. */
  default void taskAdmitted(SlaveManager task) {}

  /** All clients that waited for the task are gone, and its work was given up. */
  default void taskCancelled(SlaveManager task) {}

  /** The clients of the task have their reply. */
  default void taskReplied(SlaveManager task, Reply reply) {}

  /** The reply to a task is made, and no client has it yet; {@link #taskReplied} follows. */
  default void replyMade(SlaveManager task, Reply reply) {}

  /** The slave of the attempt was sent the unit, and the image if it did not have it. */
  default void attemptGiven(Attempt attempt) {}

  /** A thread of the slave has begun with the attempt. */
  default void attemptStarted(Attempt attempt) {}

  /** The result of the attempt no longer counts; the slave still has the attempt in hand. */
  default void attemptAbandoned(Attempt attempt) {}

  /** The slave had the attempt for longer than {@code limits.attempt-time}; it is abandoned. */
  default void attemptTimedOut(Attempt attempt) {}

  /** The slave has a result. It counts if the attempt {@linkplain Attempt#isWanted is wanted}. */
  default void resultArrived(Attempt attempt, UnitDone result) {}

  /**
   * The slave has no result. That matters if the attempt {@linkplain Attempt#isWanted is wanted}.
   */
  default void attemptFailed(Attempt attempt, UnitFailed failure) {}

  /** The JVM of a confined attempt has died: its unit is poison. */
  default void childDied(Attempt attempt, ChildDied death) {}

  /** The slave of the attempt died while the attempt was running. */
  default void unitSuspected(Attempt running) {}

  /** All that the unit needs has a result: it waits for its first attempt. */
  default void unitUnblocked(WorkUnit unit) {}

  /** The unit waits for another attempt. */
  default void unitRequeued(WorkUnit unit) {}

  /** The unit has its outcome. */
  default void unitEnded(WorkUnit unit) {}

  /**
   * A slave is gone or silent.
   *
   * @param units that no other slave has in hand; each is requeued next
   */
  default void unitsLost(ConnectedSlave slave, List<WorkUnit> units) {}

  /** A slave has registered. */
  default void slaveJoined(ConnectedSlave slave) {}

  /** A slave was silent for {@code slaves.suspect-after}: it is given no more units until heard. */
  default void slaveSuspected(ConnectedSlave slave) {}

  /** The connection of a slave has ended without draining. */
  default void slaveLost(ConnectedSlave slave) {}

  /** The connection of a slave has ended after draining. */
  default void slaveLeft(ConnectedSlave slave) {}
}
