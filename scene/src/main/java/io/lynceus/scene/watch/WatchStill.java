package io.lynceus.scene.watch;

import io.lynceus.model.event.BestStill;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.scene.health.Light;
import io.lynceus.scene.presence.Still;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one still of a camera says of the regions that are watched.
 *
 * @param best the still, as that of an event; its box is not read
 * @param light in which it was taken, if the camera sees what it should; else empty
 * @param objects all that was found; empty where they are not known
 * @param patches of the regions, as far as they were measured
 */
public record WatchStill(
    BestStill best,
    Optional<Light> light,
    Optional<List<Still.Found>> objects,
    Map<WatchRegion, RegionPatch> patches) {
  public WatchStill {
    patches = Map.copyOf(patches);
  }
}
