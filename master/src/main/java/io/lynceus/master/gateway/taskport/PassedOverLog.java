package io.lynceus.master.gateway.taskport;

import io.lynceus.master.gateway.PassedOver;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs which images of a connection have bytes behind them that were passed over. An image's id is
 * known with its reply, which may come before these bytes or after them. Used by one thread.
 */
final class PassedOverLog {
  private final PassedOver all;
  private final Map<Long, Long> withoutId = new HashMap<>();
  private long latest;
  private @Nullable String latestId;
  private boolean logged;

  PassedOverLog(PassedOver all) {
    this.all = all;
  }

  /**
   * Bytes behind an image were passed over.
   *
   * @param seq of the connection's latest image
   */
  void passedOver(long seq, long bytes) {
    if (latestId != null && latest == seq) {
      log(latestId, bytes);
    } else {
      withoutId.merge(seq, bytes, Long::sum);
    }
  }

  void replied(long seq, String id) {
    if (seq >= latest) {
      latest = seq;
      latestId = id;
    }
    Long bytes = withoutId.remove(seq);
    if (bytes != null) {
      log(id, bytes);
    }
  }

  private void log(String id, long bytes) {
    all.log(id, bytes, !logged);
    logged = true;
  }
}
