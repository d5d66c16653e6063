package io.lynceus.master.events;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.health.HealthJudgement;
import io.lynceus.scene.presence.Still;
import io.lynceus.scene.watch.WatchStill;
import io.lynceus.scene.watch.Watches;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges watched regions by the replies. Any thread may call it; none waits for long. */
public final class WatchDesk {
  private final Watches watches;
  private volatile BiConsumer<Camera, Map<String, Optional<Boolean>>> told = (camera, now) -> {};

  public WatchDesk(Watches watches) {
    this.watches = watches;
  }

  /**
   * Whom to tell, from now on, after each still of a camera with watches, which of them are wrong;
   * empty where nobody can say.
   *
   * @param hearer must not block
   */
  public void told(BiConsumer<Camera, Map<String, Optional<Boolean>>> hearer) {
    told = hearer;
  }

  synchronized void settings(CameraSet set) {
    watches.settings(set);
  }

  /**
   * Hears of a reply.
   *
   * @param condition what the still says of its camera
   */
  synchronized List<EventChange> hear(GivenReply given, HealthJudgement condition, Instant now) {
    Reply reply = given.reply();
    Camera camera = reply.still().camera().orElse(null);
    ImageInfo image = reply.image().orElse(null);
    if (camera == null
        || image == null
        || reply.rejection().isPresent()
        || !reply.analyses().containsKey(RegionPatch.ANALYSIS) // nobody asked for it
        || !watches.isAbout(camera)) {
      return List.of();
    }
    List<EventChange> changes = watches.hear(camera, still(given, image, condition, now));
    tell(camera);
    return changes;
  }

  private void tell(Camera camera) {
    Map<String, Optional<Boolean>> now = new LinkedHashMap<>();
    watches.status().stream()
        .filter(watch -> watch.camera().equals(camera.name()))
        .forEach(watch -> now.put(watch.name(), watch.problem()));
    told.accept(camera, now);
  }

  private static WatchStill still(
      GivenReply given, ImageInfo image, HealthJudgement condition, Instant now) {
    Reply reply = given.reply();
    Instant time = reply.still().time().map(each -> each.time().toInstant()).orElse(now);
    return new WatchStill(
        new BestStill(
            reply.id(),
            image.sha256(),
            time.isAfter(now) ? now : time,
            1,
            new Box(0, 0, image.width(), image.height()),
            image.width(),
            image.height()),
        condition.light().filter(light -> image.condition().isWhole()),
        Optional.ofNullable(reply.analyses().get(Analysis.OBJECTS))
            .flatMap(UnitReply::findings)
            .filter(found -> image.condition().showsWhatIsThere())
            .filter(
                found -> given.ask().options().list(AskCheck.LABELS).isEmpty()) // all looked for
            .map(
                found ->
                    found.boxes().stream()
                        .map(
                            box ->
                                new Still.Found(
                                    box.label().orElse("object"),
                                    box.score(),
                                    box.box(),
                                    List.of(),
                                    true))
                        .toList()),
        patches(given));
  }

  /** The regions in the order in which they were asked for. */
  private static Map<WatchRegion, RegionPatch> patches(GivenReply given) {
    List<String> asked = given.ask().options().list(RegionPatch.OPTION);
    List<RegionPatch> found =
        Optional.ofNullable(given.reply().analyses().get(RegionPatch.ANALYSIS))
            .flatMap(UnitReply::findings)
            .flatMap(RegionPatch::of)
            .orElse(List.of());
    Map<WatchRegion, RegionPatch> patches = new HashMap<>();
    for (int i = 0; i < asked.size() && asked.size() == found.size(); i++) {
      RegionPatch patch = found.get(i);
      WatchRegion.of(asked.get(i)).ifPresent(region -> patches.put(region, patch));
    }
    return patches;
  }

  /**
   * All watches; those of a camera that is not well are unknown.
   *
   * @param healths tells how cameras are now
   */
  synchronized List<WatchStatus> status(Function<Camera, CameraHealth> healths) {
    Map<String, CameraHealth> known = new HashMap<>();
    return watches.status().stream()
        .map(
            watch -> {
              CameraHealth health =
                  known.computeIfAbsent(watch.camera(), name -> healths.apply(new Camera(name)));
              return health.state() == HealthState.OK ? watch : unknown(watch, health);
            })
        .collect(Collectors.toList());
  }

  private static WatchStatus unknown(WatchStatus watch, CameraHealth health) {
    return new WatchStatus(
        watch.name(),
        watch.camera(),
        watch.kind(),
        watch.label(),
        watch.region(),
        WatchState.UNKNOWN,
        health.since(),
        "the health of its camera is "
            + health.state().key()
            + (health.reason().isEmpty() ? "" : ": " + health.reason()),
        List.of(),
        watch.references());
  }

  synchronized List<EventChange> accept(Camera camera, Instant now) {
    List<EventChange> changes = watches.accept(camera, now);
    if (watches.isAbout(camera)) {
      tell(camera);
    }
    return changes;
  }

  synchronized Optional<byte[]> snapshot(Camera camera) {
    return watches.snapshot(camera);
  }

  synchronized void restore(Camera camera, byte[] state) throws IOException {
    watches.restore(camera, state);
  }

  synchronized void forget(Camera camera) {
    watches.forget(camera);
  }
}
