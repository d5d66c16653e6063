package io.lynceus.master.delivery;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import java.time.Instant;
import java.util.Optional;

/** Changes of events. */
public final class TestChanges {
  public static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  private TestChanges() {}

  /** Of an event that has begun. */
  public static EventChange begun(String id, String camera) {
    return begun(id, camera, "person", false);
  }

  public static EventChange begun(String id, String camera, String label, boolean quiet) {
    return new EventChange(
        EventChange.Type.NEW,
        new SceneEvent(
            id,
            EventKind.ARRIVED,
            "usual",
            new Camera(camera),
            label,
            Optional.of("drive"),
            START,
            START.plusSeconds(1),
            Optional.empty(),
            1,
            quiet,
            new BestStill(
                "r-" + id,
                "0a".repeat(32),
                START.plusMillis(250),
                0.875f,
                new Box(10, 20, 30, 40),
                640,
                480)));
  }

  public static EventChange over(EventChange begun) {
    return new EventChange(EventChange.Type.END, begun.event().over());
  }
}
