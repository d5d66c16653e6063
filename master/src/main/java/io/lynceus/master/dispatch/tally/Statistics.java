package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Slave;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Counts what happens, and tells it with the state of the cluster as {@code status}. */
public final class Statistics {
  private final String version;
  private final Tally tally;
  private final RecentLoad load;
  private final AttemptTally attempts = new AttemptTally();
  private final SlaveHistories histories = new SlaveHistories();
  private final LossReports losses;
  private final FlatPictures flatPictures;

  /**
   * @param version of this master
   * @param clock of dispatch, nanoseconds
   */
  public Statistics(String version, LongSupplier clock) {
    this.version = version;
    tally = new Tally(clock);
    load = new RecentLoad(clock);
    losses = new LossReports(clock);
    flatPictures = new FlatPictures(clock);
  }

  /** What counts: each has to be told all events. */
  public List<DispatchEvents> listeners() {
    return List.of(tally, load, attempts, histories, losses, flatPictures, new DamageLog());
  }

  /** When a client that was refused for lack of room should try again. */
  public Duration retryAfter(int waitingTasks) {
    return tally.retryAfter(waitingTasks);
  }

  /** The state at that time, without the memory of the process. */
  public ClusterStatus status(OpenTasks tasks, WaitingLine line, SlaveRoster slaves, long now) {
    return new ClusterStatus(
        new Master(version, tally.uptime(now), MasterMemory.NONE),
        tally.toStatus(line.tasks(), tasks.size() - line.tasks()),
        attempts.toStatus(),
        line.toStatus(now),
        load.toStatus(now),
        status(slaves.all()));
  }

  private List<Slave> status(List<ConnectedSlave> slaves) {
    List<Pace> paces = SlaveSpeeds.of(slaves.stream().map(slave -> slave.costs().shown()).toList());
    return IntStream.range(0, slaves.size())
        .mapToObj(i -> slaves.get(i).toStatus(paces.get(i), histories.of(slaves.get(i))))
        .toList();
  }
}
