package io.lynceus.console.live;

import io.lynceus.console.live.LiveStill.Rhythm;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.protocol.message.Thumbnail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest still of each camera, of at most {@link #MOST_CAMERAS}; that which was heard longest
 * ago gives way. Stills without a camera share one place. Thumbnails of stills that browsers were
 * told of are kept for a second more, so that they can be asked for. Any thread may call it.
 */
final class LiveStills {
  static final int MOST_CAMERAS = 256;

  /** In the order of their numbers. */
  private final Map<Optional<Camera>, LiveStill> stills = new LinkedHashMap<>();

  /** By the numbers of their stills: those of the last tick. */
  private Map<Long, Thumbnail> told = Map.of();

  private long latest;

  /**
   * Remembers a reply.
   *
   * @param now nanoseconds of a clock that never goes back
   */
  synchronized void heard(Reply reply, Optional<Thumbnail> thumbnail, long now) {
    Optional<Camera> camera = reply.still().camera();
    LiveStill before = stills.remove(camera);
    Rhythm rhythm = before == null ? Rhythm.NONE : before.rhythmWith(now);
    stills.put(camera, new LiveStill(++latest, reply, now, rhythm, thumbnail));
    if (stills.size() > MOST_CAMERAS) {
      stills.remove(stills.keySet().iterator().next());
    }
  }

  /** Browsers are told of the stills that are here now. */
  synchronized void tick() {
    Map<Long, Thumbnail> now = new HashMap<>();
    for (LiveStill still : stills.values()) {
      still.thumbnail().ifPresent(thumbnail -> now.put(still.number(), thumbnail));
    }
    told = now;
  }

  /** The thumbnail of a still, until about a second after the camera's next one. */
  synchronized Optional<Thumbnail> thumbnail(long number) {
    return Optional.ofNullable(told.get(number))
        .or(
            () ->
                stills.values().stream()
                    .filter(still -> still.number() == number)
                    .findFirst()
                    .flatMap(LiveStill::thumbnail));
  }

  /** The number of the latest still; 0 if there is none. */
  synchronized long latest() {
    return latest;
  }

  /**
   * Stills in the order of their numbers.
   *
   * @param after the last number that is not wanted
   * @param upTo the last number that is wanted
   * @param form says how many; the first one is there in any case
   */
  List<LiveStill> between(long after, long upTo, ThumbnailForm form) {
    List<LiveStill> found = new ArrayList<>();
    int size = 0;
    for (LiveStill still : after(after, upTo)) {
      size += form.bytes(still); // outside of the lock: its JSON may have to be made
      if (!found.isEmpty() && size > form.pieceBytes()) {
        break;
      }
      found.add(still);
    }
    return found;
  }

  private synchronized List<LiveStill> after(long after, long upTo) {
    return stills.values().stream()
        .filter(still -> still.number() > after && still.number() <= upTo)
        .toList();
  }
}
