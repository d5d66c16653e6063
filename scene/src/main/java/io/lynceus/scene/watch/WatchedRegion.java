package io.lynceus.scene.watch;

import io.lynceus.model.Box;
import io.lynceus.model.text.FoldedText;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus.Decided;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.health.Light;
import io.lynceus.scene.presence.Still.Found;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One watched region: learns how it looks in each light, and tells from each still whether that is
 * there. {@code decide} stills of the latest decide. One thread at a time.
 */
final class WatchedRegion {
  /** A look that agrees so much shows that what is watched is there. */
  static final double SAME = 0.6;

  /** Only a look that agrees so much is learnt. */
  static final double LEARNT = 0.8;

  /** A look that agrees more is known already. */
  private static final double KNOWN = 0.95;

  /** Stills in a row that have to show the same before anything is compared with it. */
  static final int FIRST = 3;

  /** The part of the region that something has to cover to hide it. */
  private static final double COVERED = 0.2;

  /** How well the box of an object has to fit the region. */
  private static final double FITS = 0.3;

  /** Of an object that is taken for what is watched, so that its look is learnt. */
  private static final float SURE = 0.8f;

  WatchConfig config;
  final Map<Light, List<RegionLook>> references = new EnumMap<>(Light.class);

  /** Stills that showed what is watched, in lights of which no look is known. */
  final Map<Light, Integer> shown = new EnumMap<>(Light.class);

  /** What may become the first look, and how many stills in a row have shown it. */
  @Nullable RegionLook candidate;

  int agreeing;

  /** Stills in a row that agreed well enough to be learnt: a thing that goes breaks the row. */
  private int steady;

  final Deque<Decided> window = new ArrayDeque<>();
  WatchState state = WatchState.UNKNOWN;
  @Nullable Instant since;
  List<Decided> decided = List.of();
  String reason = "no still was judged yet";

  WatchedRegion(WatchConfig config) {
    this.config = config;
  }

  /** What one still says. */
  private record Evidence(WatchState says, Optional<Double> score, String reason) {
    static Evidence unknown(String reason) {
      return new Evidence(WatchState.UNKNOWN, Optional.empty(), reason);
    }
  }

  /** Takes the next still into account. */
  void hear(WatchStill still) {
    Evidence evidence = judge(still);
    if (evidence.says() == WatchState.UNKNOWN) {
      // What was not there before the camera was covered or moved is to be seen missing anew.
      window.removeIf(before -> before.says() == WatchState.MISSING);
    }
    window.addLast(
        new Decided(still.best().image(), still.best().at(), evidence.says(), evidence.score()));
    while (window.size() > config.decide().of()) {
      window.removeFirst();
    }
    for (WatchState each : WatchState.values()) {
      List<Decided> those = window.stream().filter(one -> one.says() == each).toList();
      if (those.size() >= config.decide().stills()) {
        become(each, those);
      }
    }
    if (evidence.says() == state) {
      reason = evidence.reason();
    }
  }

  private void become(WatchState next, List<Decided> stills) {
    if (next != state) {
      state = next;
      since = stills.get(0).time();
    }
    decided = stills;
  }

  private Evidence judge(WatchStill still) {
    Light light = still.light().orElse(null);
    if (light == null) {
      return Evidence.unknown(
          "its camera does not see what it should, or that is not known: see its health");
    }
    Optional<Found> object = still.objects().flatMap(all -> watched(all, still));
    RegionPatch patch = still.patches().get(config.region());
    boolean hidden =
        still.objects().filter(all -> all.stream().anyMatch(one -> hides(one, still))).isPresent();
    if (config.kind() == WatchKind.ABSENT && config.label().isPresent()) {
      return ofLabel(still, object, hidden);
    }
    if (object.isPresent()) {
      if (!hidden) {
        learnFrom(object.get(), patch, light);
      }
      return new Evidence(
          WatchState.PRESENT,
          Optional.of((double) object.get().score()),
          "a " + object.get().label() + " is found there");
    }
    if (patch == null) {
      return Evidence.unknown("the region was not measured: see the slaves");
    }
    if (patch.isFlat() && references.isEmpty()) {
      return Evidence.unknown(
          "the region is flat, so that nothing can be told from it: make it larger, so that the"
              + " thing's outline is in it");
    }
    if (references.isEmpty()) {
      return first(still, patch, light, hidden);
    }
    return compared(still, patch, light, hidden);
  }

  /** Nothing of a label may be there: no look is needed. */
  private Evidence ofLabel(WatchStill still, Optional<Found> object, boolean hidden) {
    if (object.isPresent()) {
      return new Evidence(
          WatchState.PRESENT,
          Optional.of((double) object.get().score()),
          "a " + object.get().label() + " is found there");
    }
    if (still.objects().isEmpty()) {
      return Evidence.unknown("objects were not looked for, or could not be: see the slaves");
    }
    return hidden
        ? new Evidence(WatchState.OCCLUDED, Optional.empty(), "something stands before it")
        : new Evidence(WatchState.MISSING, Optional.empty(), "no such object is found there");
  }

  /** Learns what is there at first: it has to stay the same for some stills. */
  private Evidence first(WatchStill still, RegionPatch patch, Light light, boolean hidden) {
    if (hidden || still.objects().isEmpty()) {
      return hidden
          ? new Evidence(WatchState.OCCLUDED, Optional.empty(), "something stands before it")
          : Evidence.unknown("objects were not looked for, or could not be: see the slaves");
    }
    RegionLook before = candidate;
    RegionLook now = RegionLook.of(patch);
    boolean same = before != null && before.isLike(patch) && before.score(patch) >= LEARNT;
    agreeing = same ? agreeing + 1 : 1;
    candidate = same ? before : now;
    if (agreeing < FIRST) {
      return Evidence.unknown("how it looks is being learnt");
    }
    learn(now, light);
    candidate = null;
    agreeing = 0;
    return seen(1.0, true);
  }

  private Evidence compared(WatchStill still, RegionPatch patch, Light light, boolean hidden) {
    boolean own = references.containsKey(light);
    double score = 0;
    boolean comparable = false;
    for (Map.Entry<Light, List<RegionLook>> each : references.entrySet()) {
      if (!own || each.getKey() == light) {
        for (RegionLook look : each.getValue()) {
          if (score < KNOWN && look.isLike(patch)) { // more would change nothing
            comparable = true;
            score = Math.max(score, look.score(patch));
          }
        }
      }
    }
    if (!comparable) {
      return Evidence.unknown(
          "the stills have another shape than those it was learnt from: lynceus cameras accept "
              + config.camera());
    }
    if (score >= SAME) {
      shown.merge(light, 1, (one, more) -> Math.min(FIRST, one + more));
      steady = score >= LEARNT ? Math.min(FIRST, steady + 1) : 0;
      if (steady == FIRST && !hidden && still.objects().isPresent()) {
        learn(patch, light, own ? score : 0);
      }
      return seen(score, true);
    }
    steady = 0;
    if (hidden) {
      return new Evidence(WatchState.OCCLUDED, Optional.of(score), "something stands before it");
    }
    if (still.objects().isEmpty() && !config.ignoreWhen().isEmpty()) {
      return Evidence.unknown(
          "it looks otherwise, and nobody can say whether something stands before it: objects were"
              + " not looked for, or could not be");
    }
    if (!own && shown.getOrDefault(light, 0) < FIRST) {
      return new Evidence(
          WatchState.UNKNOWN,
          Optional.of(score),
          "how it looks in this light is not known: when all is right, lynceus cameras accept "
              + config.camera());
    }
    return seen(score, false);
  }

  /** Of kinds without a label, where only the look counts, another look is something there. */
  private Evidence seen(double score, boolean same) {
    boolean there = same != (config.kind() == WatchKind.ABSENT);
    return new Evidence(
        there ? WatchState.PRESENT : WatchState.MISSING,
        Optional.of(score),
        same ? "it looks as it should" : "it looks otherwise than it should");
  }

  private void learnFrom(Found object, @Nullable RegionPatch patch, Light light) {
    if (patch != null
        && !patch.isFlat()
        && object.score() >= SURE
        && !references.containsKey(light)) {
      learn(RegionLook.of(patch), light);
    }
  }

  private void learn(RegionPatch patch, Light light, double known) {
    if (known < KNOWN && !patch.isFlat()) {
      learn(RegionLook.of(patch), light);
    }
  }

  private void learn(RegionLook look, Light light) {
    List<RegionLook> looks = references.computeIfAbsent(light, any -> new ArrayList<>());
    looks.add(look);
    while (looks.size() > config.references()) {
      looks.remove(1 % looks.size()); // the first look is the one that somebody chose
    }
  }

  private Box region(WatchStill still) {
    return config.region().in(still.best().width(), still.best().height());
  }

  private Optional<Found> watched(List<Found> all, WatchStill still) {
    Box region = region(still);
    return config
        .label()
        .flatMap(
            label ->
                all.stream()
                    .filter(one -> FoldedText.of(one.label()).equals(FoldedText.of(label)))
                    .filter(one -> one.box().overlapOfUnion(region) >= FITS)
                    .findFirst());
  }

  private boolean hides(Found object, WatchStill still) {
    String folded = FoldedText.of(object.label());
    return config.ignoreWhen().stream().anyMatch(label -> FoldedText.of(label).equals(folded))
        && config.label().filter(label -> FoldedText.of(label).equals(folded)).isEmpty()
        && covered(object.box(), region(still)) >= COVERED;
  }

  /** The part of a region that a box covers. */
  private static double covered(Box box, Box region) {
    double across =
        Math.min(box.x() + box.width(), region.x() + region.width())
            - Math.max(box.x(), region.x());
    double down =
        Math.min(box.y() + box.height(), region.y() + region.height())
            - Math.max(box.y(), region.y());
    double area = (double) region.width() * region.height();
    return area <= 0 ? 0 : Math.max(0, across) * Math.max(0, down) / area;
  }

  /** What it shows now is what it is to show: it is learnt anew. */
  void accept() {
    references.clear();
    shown.clear();
    candidate = null;
    agreeing = 0;
    steady = 0;
    window.clear();
    decided = List.of();
    state = WatchState.UNKNOWN;
    since = null;
    reason = "how it looks is being learnt";
  }

  int looks() {
    return references.values().stream().mapToInt(List::size).sum();
  }
}
