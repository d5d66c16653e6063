package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.TaskDispatcher.Identity;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Slave;
import java.util.List;
import java.util.stream.IntStream;

/** Puts together what {@code status} tells. Belongs to the dispatch thread. */
final class StatusReport {
  private final Identity identity;
  private final Tally tally;
  private final AttemptTally attempts;
  private final RecentLoad load;
  private final WaitingLine line;
  private final UnitAssigner assigner;

  StatusReport(
      Identity identity,
      Tally tally,
      AttemptTally attempts,
      RecentLoad load,
      WaitingLine line,
      UnitAssigner assigner) {
    this.identity = identity;
    this.tally = tally;
    this.attempts = attempts;
    this.load = load;
    this.line = line;
    this.assigner = assigner;
  }

  /**
   * The state at that time, without the process's memory.
   *
   * @param tasks that have no reply yet
   */
  ClusterStatus at(long now, int tasks) {
    return new ClusterStatus(
        new Master(identity.version(), tally.uptime(now), MasterMemory.NONE),
        tally.toStatus(line.tasks(), tasks - line.tasks()),
        attempts.toStatus(),
        line.toStatus(now),
        load.toStatus(now),
        slaves());
  }

  private List<Slave> slaves() {
    List<ConnectedSlave> all = assigner.slaves();
    List<Pace> paces = SlaveSpeeds.of(all.stream().map(slave -> slave.costs().shown()).toList());
    return IntStream.range(0, all.size()).mapToObj(i -> all.get(i).toStatus(paces.get(i))).toList();
  }
}
