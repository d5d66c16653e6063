package io.lynceus.scene.presence;

import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.presence.Association.Sighting;
import io.lynceus.scene.presence.Judgement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What stands in front of one camera, and which events go on there. A still that could not be
 * judged changes nothing; what others hide is not missed. One thread at a time.
 */
final class CameraPresence {
  /** Things that are remembered; of more, those with the lowest scores are passed over. */
  static final int MOST_THINGS = 200;

  /** A camera without a still for so long begins anew. */
  static final Duration LONGEST_GAP = Duration.ofDays(7);

  /** The part of a place that another box has to cover so that nothing is missed there. */
  static final double HIDDEN = 0.5;

  final List<Known> things = new ArrayList<>();
  final OpenEvents events;
  final StillOrder order = new StillOrder();
  long numbers;

  CameraPresence(OpenEvents events) {
    this.events = events;
  }

  /** Judges the next still. */
  Judgement judge(Still still, Watch watch) {
    StillOrder.Place place = order.of(still.time());
    if (place == StillOrder.Place.LATE) {
      return Judgement.nothing(Verdict.LATE);
    }
    if (place == StillOrder.Place.SET_BACK) {
      things.forEach(
          thing -> thing.seen = thing.seen.isAfter(still.time()) ? still.time() : thing.seen);
    }
    if (!still.judged()) {
      return Judgement.nothing(Verdict.UNKNOWN);
    }
    List<EventChange> changes = new ArrayList<>();
    Instant last = order.last();
    if (last != null && Duration.between(last, still.time()).compareTo(LONGEST_GAP) > 0) {
      things.clear();
    }
    order.counts(still.time());
    boolean shows = see(still, watch);
    Surroundings.of(still).tell(things, watch);
    miss(still, watch.config());
    changes.addAll(events.follow(things, still.time(), watch));
    return new Judgement(Verdict.JUDGED, changes, shows || !changes.isEmpty());
  }

  /** Whether the still shows something new, or better than before. */
  private boolean see(Still still, Watch watch) {
    List<Sighting> sightings = sightings(still, watch);
    IdentityHashMap<Sighting, Known> known = Association.of(things, sightings, still.time());
    boolean shows = false;
    for (Sighting sighting : sightings) {
      BestStill picture =
          new BestStill(
              still.image(),
              still.sha256(),
              still.time(),
              sighting.found().score(),
              sighting.found().box(),
              still.width(),
              still.height());
      Known thing = known.get(sighting);
      if (thing == null) {
        if (things.size() >= MOST_THINGS) {
          continue;
        }
        thing = new Known(numbers++, sighting.label(), still.time(), sighting.place(), picture);
        things.add(thing);
      }
      shows |=
          thing.seenAt(still.time(), sighting.place(), picture, sighting.found().zones(), watch);
      if (!thing.arrived && thing.best.equals(picture)) {
        thing.label = sighting.label();
      }
      thing.arrived |= thing.stills >= watch.config().minStills();
    }
    return shows;
  }

  private static List<Sighting> sightings(Still still, Watch watch) {
    List<Sighting> sightings = new ArrayList<>();
    for (Still.Found found : still.found()) {
      String label = FoldedText.of(found.label());
      if (found.counts() && watch.labels().contains(label)) {
        sightings.add(new Sighting(found, Location.of(found.box(), still.width(), still.height())));
      }
    }
    sightings.sort(Comparator.comparing((Sighting each) -> -each.found().score()));
    List<Sighting> distinct = new ArrayList<>();
    for (Sighting sighting : sightings) {
      if (distinct.size() < MOST_THINGS && distinct.stream().noneMatch(sighting::doubles)) {
        distinct.add(sighting);
      }
    }
    return distinct;
  }

  private void miss(Still still, EventsConfig config) {
    Set<Known> gone = new HashSet<>();
    for (Known thing : things) {
      if (thing.seen.equals(still.time()) || !couldShow(still, thing)) {
        continue;
      }
      thing.missed++;
      if (!thing.arrived
          || (thing.missed >= config.absentStills()
              && Duration.between(thing.seen, still.time()).compareTo(config.absentTime()) >= 0)) {
        gone.add(thing);
      }
    }
    things.removeIf(gone::contains);
  }

  /** Whether the thing would be found if it were there: it was looked for, and nothing hides it. */
  private static boolean couldShow(Still still, Known thing) {
    if (!still.asked().isEmpty() && !still.asked().contains(FoldedText.of(thing.label))) {
      return false;
    }
    for (Still.Found found : still.found()) {
      Location other = Location.of(found.box(), still.width(), still.height());
      if (thing.place.coveredBy(other) >= HIDDEN) {
        return false;
      }
    }
    return true;
  }
}
