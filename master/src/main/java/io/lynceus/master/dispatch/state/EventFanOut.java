package io.lynceus.master.dispatch.state;

import io.lynceus.common.LogLimit;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each event to several listeners: first to those of dispatch itself, then to those outside.
 * What an outside listener throws is logged, once a minute at most, and the others hear the event.
 */
public final class EventFanOut implements DispatchEvents {
  private static final Logger log = LoggerFactory.getLogger(EventFanOut.class);

  private final List<DispatchEvents> own;
  private final List<DispatchEvents> outside;
  private final LogLimit faults = new LogLimit(Duration.ofMinutes(1), InstantSource.system());

  /**
   * @param own keep the state of dispatch; what they throw is a fault of dispatch
   * @param outside do with the events what they like
   */
  public EventFanOut(List<DispatchEvents> own, List<DispatchEvents> outside) {
    this.own = List.copyOf(own);
    this.outside = List.copyOf(outside);
  }

  private void tell(Consumer<DispatchEvents> event) {
    own.forEach(event);
    for (DispatchEvents listener : outside) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        faults.tryLine(others -> log.error("{} failed at an event{}", listener, others, e));
      }
    }
  }

  @Override
  public void imageRefused(RejectionCode why) {
    tell(listener -> listener.imageRefused(why));
  }

  @Override
  public void taskRefused(TaskRequest request, Rejection why) {
    tell(listener -> listener.taskRefused(request, why));
  }

  @Override
  public void taskAdmitted(SlaveManager task) {
    tell(listener -> listener.taskAdmitted(task));
  }

  @Override
  public void taskCancelled(SlaveManager task) {
    tell(listener -> listener.taskCancelled(task));
  }

  @Override
  public void replyMade(SlaveManager task, Reply reply) {
    tell(listener -> listener.replyMade(task, reply));
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    tell(listener -> listener.taskReplied(task, reply));
  }

  @Override
  public void attemptGiven(Attempt attempt) {
    tell(listener -> listener.attemptGiven(attempt));
  }

  @Override
  public void attemptStarted(Attempt attempt) {
    tell(listener -> listener.attemptStarted(attempt));
  }

  @Override
  public void attemptAbandoned(Attempt attempt) {
    tell(listener -> listener.attemptAbandoned(attempt));
  }

  @Override
  public void attemptTimedOut(Attempt attempt) {
    tell(listener -> listener.attemptTimedOut(attempt));
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    tell(listener -> listener.resultArrived(attempt, result));
  }

  @Override
  public void attemptFailed(Attempt attempt, UnitFailed failure) {
    tell(listener -> listener.attemptFailed(attempt, failure));
  }

  @Override
  public void childDied(Attempt attempt, ChildDied death) {
    tell(listener -> listener.childDied(attempt, death));
  }

  @Override
  public void unitSuspected(Attempt running) {
    tell(listener -> listener.unitSuspected(running));
  }

  @Override
  public void unitUnblocked(WorkUnit unit) {
    tell(listener -> listener.unitUnblocked(unit));
  }

  @Override
  public void unitRequeued(WorkUnit unit) {
    tell(listener -> listener.unitRequeued(unit));
  }

  @Override
  public void unitEnded(WorkUnit unit) {
    tell(listener -> listener.unitEnded(unit));
  }

  @Override
  public void unitsLost(ConnectedSlave slave, List<WorkUnit> units) {
    tell(listener -> listener.unitsLost(slave, units));
  }

  @Override
  public void slaveJoined(ConnectedSlave slave) {
    tell(listener -> listener.slaveJoined(slave));
  }

  @Override
  public void slaveSuspected(ConnectedSlave slave) {
    tell(listener -> listener.slaveSuspected(slave));
  }

  @Override
  public void slaveLost(ConnectedSlave slave) {
    tell(listener -> listener.slaveLost(slave));
  }

  @Override
  public void slaveLeft(ConnectedSlave slave) {
    tell(listener -> listener.slaveLeft(slave));
  }
}
