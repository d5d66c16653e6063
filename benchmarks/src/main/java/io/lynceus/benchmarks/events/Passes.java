package io.lynceus.benchmarks.events;

import io.lynceus.benchmarks.events.SeenFolder.Seen;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.presence.Presence;
import io.lynceus.scene.presence.Still;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives stills to the logic of events, as a master would: with a step of ten stills, ten passes,
 * which begin with the first still, the second, and so on, each of them with a memory of its own.
 *
 * @param every from one still of the folder to the next
 */
record Passes(SeenFolder folder, Duration every, EventsConfig config) {
  private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
  private static final Camera CAMERA = new Camera("bench");

  /**
   * Runs them.
   *
   * @param step from one still of a pass to the next: a multiple of {@code every}
   */
  EventScore run(Duration step, Truth truth) {
    int stride = (int) step.dividedBy(every);
    EventScore score = new EventScore(truth);
    Duration patience =
        max(config.absentTime(), step.multipliedBy(config.absentStills())).plus(step);
    for (int phase = 0; phase < Math.min(stride, folder.stills().size()); phase++) {
      Presence presence = presence();
      List<EventChange> changes = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      for (int i = phase; i < folder.stills().size(); i += stride) {
        Instant time = START.plus(every.multipliedBy(i));
        changes.addAll(presence.judge(CAMERA, still(folder.stills().get(i), time)).changes());
        seconds.add(every.toMillis() * i / 1000.0);
      }
      score.add(changes, START, seconds, config.minStills(), patience);
    }
    return score;
  }

  private Presence presence() {
    AtomicInteger ids = new AtomicInteger();
    Presence presence = new Presence(ZoneOffset.UTC, () -> "e" + ids.incrementAndGet());
    presence.settings(CameraSet.NONE.withEvents(config));
    return presence;
  }

  private static Still still(Seen seen, Instant time) {
    return new Still(
        seen.name(),
        "0".repeat(64),
        time,
        time,
        true,
        Set.of(),
        seen.found(),
        seen.width(),
        seen.height());
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
