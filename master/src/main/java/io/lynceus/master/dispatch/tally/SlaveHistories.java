package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what went wrong under a slave's name, over all its connections, for {@code status}. Keeps
 * at most 1,024 histories; the least recently joined is evicted.
 */
public final class SlaveHistories implements DispatchEvents {
  private static final int MOST_NAMES = 1024;

  private final Map<String, Counts> byName = new LinkedHashMap<>();
  private final Map<ConnectedSlave, Counts> connected = new HashMap<>();

  private static final class Counts {
    private long joined;
    private long lost;
    private long silent;
    private long failed;
    private long tookTooLong;
  }

  /** The history of a connected slave's name. */
  public History of(ConnectedSlave slave) {
    Counts counts = counts(slave);
    return new History(
        counts.joined, counts.lost, counts.silent, counts.failed, counts.tookTooLong);
  }

  private Counts counts(ConnectedSlave slave) {
    Counts counts = connected.get(slave);
    return counts == null ? new Counts() : counts;
  }

  @Override
  public void slaveJoined(ConnectedSlave slave) {
    Counts known = byName.remove(slave.name());
    Counts counts = known == null ? new Counts() : known;
    counts.joined++;
    byName.put(slave.name(), counts);
    if (byName.size() > MOST_NAMES) {
      byName.remove(byName.keySet().iterator().next());
    }
    connected.put(slave, counts);
  }

  @Override
  public void slaveLost(ConnectedSlave slave) {
    counts(slave).lost++;
    connected.remove(slave);
  }

  @Override
  public void slaveLeft(ConnectedSlave slave) {
    connected.remove(slave);
  }

  @Override
  public void slaveSuspected(ConnectedSlave slave) {
    counts(slave).silent++;
  }

  @Override
  public void attemptFailed(Attempt attempt, UnitFailed failure) {
    if (attempt.isWanted() && failure.reason() == FailureReason.ANALYSIS_FAILED) {
      counts(attempt.slave()).failed++;
    }
  }

  @Override
  public void attemptTimedOut(Attempt attempt) {
    counts(attempt.slave()).tookTooLong++;
  }
}
