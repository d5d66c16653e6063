package io.lynceus.master.cameras;

import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the stills of each camera, and keeps what the last one showed. The dispatch thread feeds
 * it; any thread may read.
 */
final class StillTally implements DispatchEvents {
  /** Of cameras that the settings do not have, the one without a still for longest is forgotten. */
  static final int MAX_OTHERS = 1024;

  private final InstantSource clock;
  private final Map<Camera, Stills> byCamera = new ConcurrentHashMap<>();
  private volatile Set<Camera> described = Set.of();

  /** When each described camera sent its last still, also one that was refused. */
  private final Map<Camera, Instant> arrived = new ConcurrentHashMap<>();

  StillTally(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The stills of one camera.
   *
   * @param count since the master's start
   * @param last the reply to the last one, without its findings
   * @param at when that was
   */
  record Stills(long count, Reply last, Instant at) {}

  /** These cameras are never forgotten. */
  void describe(Set<Camera> cameras) {
    described = Set.copyOf(cameras);
    arrived.keySet().retainAll(described);
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    Camera camera = reply.still().camera().orElse(null);
    if (camera != null && described.contains(camera)) {
      arrived.put(camera, clock.instant());
    }
    if (camera == null || reply.status() == Reply.Status.REJECTED) {
      return;
    }
    Stills before = byCamera.get(camera);
    byCamera.put(
        camera,
        new Stills(
            before == null ? 1 : before.count() + 1, withoutFindings(reply), clock.instant()));
    if (before == null) {
      forgetOldest();
    }
  }

  /** Findings may have megabytes. */
  private static Reply withoutFindings(Reply reply) {
    return reply.withResults(new Reply.Results(reply.counts(), Map.of(), reply.zones()));
  }

  private void forgetOldest() {
    Set<Camera> kept = described;
    if (byCamera.size() <= MAX_OTHERS) {
      return;
    }
    var others =
        byCamera.entrySet().stream().filter(each -> !kept.contains(each.getKey())).toList();
    if (others.size() > MAX_OTHERS) {
      others.stream()
          .min(Comparator.comparing(each -> each.getValue().at()))
          .ifPresent(oldest -> byCamera.remove(oldest.getKey()));
    }
  }

  Optional<Stills> of(Camera camera) {
    return Optional.ofNullable(byCamera.get(camera));
  }

  /** When a camera of the settings sent its last still, also one that was refused. */
  Optional<Instant> arrived(Camera camera) {
    return Optional.ofNullable(arrived.get(camera));
  }

  /** The cameras that have had a still. */
  Set<Camera> seen() {
    return Set.copyOf(byCamera.keySet());
  }
}
