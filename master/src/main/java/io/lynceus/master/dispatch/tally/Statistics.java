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

/** Counts what happens, and tells it with the state of the cluster as {@code status}. */
public final class Statistics {
  private final String version;
  private final Tally tally;
  private final RecentLoad load;
  private final AttemptTally attempts = new AttemptTally();
  private final SlaveHistories histories = new SlaveHistories();
  private final SlaveSpeeds speeds;
  private final LossReports losses;
  private final FlatPictures flatPictures;
  private final WorkLog workLog;

  /**
   * @param version of this master
   * @param clock of dispatch, nanoseconds
   */
  public Statistics(String version, LongSupplier clock) {
    this.version = version;
    tally = new Tally(clock);
    load = new RecentLoad(clock);
    speeds = new SlaveSpeeds(clock);
    losses = new LossReports(clock);
    flatPictures = new FlatPictures(clock);
    workLog = new WorkLog(clock);
  }

  /** What counts: each has to be told all events. */
  public List<DispatchEvents> listeners() {
    return List.of(
        tally, load, attempts, histories, speeds, losses, flatPictures, new DamageLog(), workLog);
  }

  /** Time passes; called often. */
  public void tick(OpenTasks tasks, WaitingLine line, SlaveRoster slaves, long now) {
    workLog.tick(slaves.all(), line.tasks(), tasks.size(), now);
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
        slaves.all().stream().map(slave -> status(slave, now)).toList());
  }

  private Slave status(ConnectedSlave slave, long now) {
    Pace pace = new Pace(slave.costs().shown(), speeds.slowness(slave));
    return slave.toStatus(pace, histories.of(slave), now);
  }
}
