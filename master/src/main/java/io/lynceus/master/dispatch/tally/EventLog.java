package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each event: slave, unit or task, attempt, and what happened. {@code docs/dispatch.md}
 * explains the lines.
 */
public final class EventLog implements DispatchEvents {
  private static final Logger log = LoggerFactory.getLogger(EventLog.class);
  private static final String NONE = "-";

  private final Consumer<String> lines;

  /**
   * @param lines takes each line; called by the dispatch thread
   */
  public EventLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Lines of the log at level DEBUG; ignores all events if that level is off now. */
  public static DispatchEvents atDebug() {
    return log.isDebugEnabled() ? new EventLog(log::debug) : DispatchEvents.NONE;
  }

  /** One line; a dash stands for a slave, subject or attempt that the event does not have. */
  public static String line(String slave, String subject, String attempt, String what) {
    return String.format(Locale.ROOT, "%-6s %-16s %5s  %s", slave, subject, attempt, what);
  }

  private void of(ConnectedSlave slave, String what) {
    lines.accept(line(slave.name(), NONE, NONE, what));
  }

  private void of(SlaveManager task, String what) {
    lines.accept(line(NONE, task.id(), NONE, what));
  }

  private void of(WorkUnit unit, String what) {
    lines.accept(line(NONE, unit.toString(), NONE, what));
  }

  private void of(Attempt attempt, String what) {
    lines.accept(
        line(attempt.slave().name(), attempt.unit().toString(), "#" + attempt.number(), what));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void imageRefused(RejectionCode why) {
    lines.accept(line(NONE, NONE, NONE, "refused by a gateway: " + why));
  }

  @Override
  public void taskRefused(TaskRequest request, Rejection why) {
    lines.accept(line(NONE, request.ask().name().orElse(NONE), NONE, "refused: " + why.code()));
  }

  @Override
  public void taskAdmitted(SlaveManager task) {
    of(
        task,
        "admitted: %d units of image %s%s"
            .formatted(
                task.units().size(),
                task.request().ask().name().orElse(task.sha256()),
                task.request().still().time().map(EventLog::taken).orElse("")));
  }

  private static String taken(StillTime still) {
    return ", taken %s (%s)".formatted(still.time(), word(still.from()));
  }

  @Override
  public void taskCancelled(SlaveManager task) {
    of(task, "cancelled: its clients are gone");
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    boolean flat = reply.image().map(image -> image.condition().flat()).orElse(false);
    of(task, "replied: " + word(reply.status()) + (flat ? ", flat" : ""));
  }

  @Override
  public void attemptGiven(Attempt attempt) {
    of(attempt, "given: " + word(attempt.kind()) + (attempt.isAlone() ? ", alone" : ""));
  }

  @Override
  public void attemptStarted(Attempt attempt) {
    of(attempt, "started");
  }

  @Override
  public void attemptAbandoned(Attempt attempt) {
    of(attempt, "abandoned");
  }

  @Override
  public void attemptTimedOut(Attempt attempt) {
    of(attempt, "took too long");
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    of(attempt, attempt.isWanted() ? "result" : "result, wasted");
  }

  @Override
  public void attemptFailed(Attempt attempt, UnitFailed failure) {
    of(attempt, "failed: " + word(failure.reason()) + ", " + failure.message());
  }

  @Override
  public void childDied(Attempt attempt, ChildDied death) {
    of(attempt, "died alone: " + death.message());
  }

  @Override
  public void unitSuspected(Attempt running) {
    of(running, "suspected: was running when its slave died");
  }

  @Override
  public void unitUnblocked(WorkUnit unit) {
    of(unit, "unblocked: has what it needs");
  }

  @Override
  public void unitRequeued(WorkUnit unit) {
    String how =
        switch (unit.precaution()) {
          case NONE -> "";
          case ALONE -> ", as a suspect";
          case CONFINED -> ", to be confined";
        };
    of(unit, "requeued" + how);
  }

  @Override
  public void unitEnded(WorkUnit unit) {
    UnitReply reply = unit.end().orElseThrow().reply();
    String message = reply.message().isEmpty() ? "" : ", " + reply.message();
    of(unit, "ended: " + word(reply.outcome()) + message);
  }

  @Override
  public void unitsLost(ConnectedSlave slave, List<WorkUnit> units) {
    of(slave, units.size() + " units go to others");
  }

  @Override
  public void slaveJoined(ConnectedSlave slave) {
    of(slave, "joined");
  }

  @Override
  public void slaveSuspected(ConnectedSlave slave) {
    of(slave, "suspected: silent");
  }

  @Override
  public void slaveLost(ConnectedSlave slave) {
    of(slave, "lost");
  }

  @Override
  public void slaveLeft(ConnectedSlave slave) {
    of(slave, "left");
  }
}
