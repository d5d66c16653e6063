package io.lynceus.scene.ledger;

import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.presence.Still;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts who goes over the lines of all cameras. Who is on the way while the process ends is
 * forgotten: the time until the next still counts as not seen. One thread at a time.
 */
public final class LineLedger {
  private Map<String, LineFollower> followers = new LinkedHashMap<>();

  /** These settings hold from now on; lines that stay as they are go on. */
  public void settings(CameraSet set) {
    Map<String, LineFollower> next = new LinkedHashMap<>();
    for (LineConfig line : set.ledger().lines().values()) {
      LineFollower before = followers.get(line.name());
      next.put(
          line.name(),
          before != null && before.line().equals(line) ? before : new LineFollower(line));
    }
    followers = next;
  }

  /** What the next still of a camera adds to its lines. */
  public List<LineCount> hear(Camera camera, Still still) {
    List<LineCount> counts = new ArrayList<>();
    for (LineFollower follower : followers.values()) {
      if (follower.line().camera().equals(camera.name())) {
        counts.addAll(follower.hear(still));
      }
    }
    return counts;
  }
}
