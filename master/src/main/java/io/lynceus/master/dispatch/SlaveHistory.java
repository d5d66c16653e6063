package io.lynceus.master.dispatch;

import io.lynceus.model.ClusterStatus.History;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what went wrong under a slave's name, over all its connections, for {@code status}.
 * Belongs to the dispatch thread.
 */
final class SlaveHistory {
  private long joined;
  private long lost;
  private long silent;
  private long failed;
  private long tookTooLong;

  /**
   * The histories of so many names; that of the name that has not joined for longest goes first.
   */
  static final class OfNames {
    private static final int MOST = 1024;

    private final Map<String, SlaveHistory> histories = new LinkedHashMap<>();

    /** A slave of that name joins. */
    SlaveHistory joined(String name) {
      SlaveHistory known = histories.remove(name);
      SlaveHistory history = known == null ? new SlaveHistory() : known;
      history.joined++;
      histories.put(name, history);
      if (histories.size() > MOST) {
        histories.remove(histories.keySet().iterator().next());
      }
      return history;
    }
  }

  /** A connection has ended that should not have. */
  void lost() {
    lost++;
  }

  /** It was suspected. */
  void fellSilent() {
    silent++;
  }

  /** A unit has failed there. */
  void failed() {
    failed++;
  }

  /** A unit was given up there, as it took too long. */
  void tookTooLong() {
    tookTooLong++;
  }

  History toStatus() {
    return new History(joined, lost, silent, failed, tookTooLong);
  }
}
