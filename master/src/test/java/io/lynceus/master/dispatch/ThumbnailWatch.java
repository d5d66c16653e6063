package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks in a simulation that a task has the thumbnail that came with a result that counts. */
final class ThumbnailWatch implements DispatchEvents {
  private final boolean wanted;
  private final boolean calm;
  private final Set<SlaveManager> brought = new HashSet<>();

  /**
   * @param wanted whether the master wants thumbnails
   * @param calm whether slaves make every thumbnail that they are asked for
   */
  ThumbnailWatch(boolean wanted, boolean calm) {
    this.wanted = wanted;
    this.calm = calm;
  }

  @Override
  public void attemptGiven(Attempt attempt) {
    boolean asked = attempt.thumbnailSide() > 0;
    Ledger.check(wanted || !asked, "a thumbnail that nobody wants", attempt.unit());
    Ledger.check(
        !asked
            || attempt.unit().task().units().stream()
                .filter(other -> other != attempt.unit())
                .flatMap(other -> other.wanted().stream())
                .noneMatch(other -> other.thumbnailSide() > 0),
        "two units are to bring the thumbnail",
        attempt.unit());
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    if (attempt.isWanted() && result.thumbnail().isPresent()) {
      brought.add(attempt.unit().task());
    }
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    boolean has = brought.remove(task);
    int image = task.request().file().getInt(0);
    Ledger.check(
        task.thumbnail().equals(has ? Optional.of(Images.thumbnail(image)) : Optional.empty()),
        "another thumbnail than came",
        task,
        has);
    Ledger.check(
        has || !wanted || !calm || reply.status() != Status.COMPLETE,
        "all slaves are well, and no thumbnail came",
        task);
  }

  @Override
  public void taskCancelled(SlaveManager task) {
    brought.remove(task);
  }
}
