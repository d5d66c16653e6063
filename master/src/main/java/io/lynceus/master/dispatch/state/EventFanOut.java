package io.lynceus.master.dispatch.state;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.util.List;
import java.util.function.Consumer;

/** Tells each event to several listeners, in their order. */
public final class EventFanOut implements DispatchEvents {
  private final List<DispatchEvents> listeners;

  public EventFanOut(List<DispatchEvents> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  private void tell(Consumer<DispatchEvents> event) {
    listeners.forEach(event);
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
