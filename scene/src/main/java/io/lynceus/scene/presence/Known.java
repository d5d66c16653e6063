package io.lynceus.scene.presence;

import io.lynceus.model.event.BestStill;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that stands in front of a camera, or may do so. One thread at a time. */
final class Known {
  /** A zone is left when so many sightings in a row are outside of it. */
  private static final int OUTSIDE = 2;

  /** Stills that are counted: as many as any setting asks for. */
  private static final int MOST_STILLS = EventsConfig.MAX_MIN_STILLS;

  /** What the newest way counts in the speed. */
  private static final double NEWEST = 0.6;

  final long number;
  final Instant first;
  final String family;

  /** By zone: since when, and how surely, it is in there. */
  final Map<String, Stay> stays = new LinkedHashMap<>();

  /** Of the still that shows it best, until it has arrived; from then on it is the same. */
  String label;

  Location place;
  Instant seen;

  /** Of its middle, in diagonals a second; 0 until two stills have shown it. */
  double speedX;

  double speedY;

  /** Stills that have shown it, at most as many as any setting asks for. */
  int stills;

  /** Stills in a row that could have shown it, and did not. */
  int missed;

  boolean arrived;
  BestStill best;

  /** Since when it lies where it is and nobody was seen near it; null if that is not so. */
  @Nullable Instant alone;

  /** The last still that said so. */
  @Nullable Instant aloneSeen;

  /** A stay in a zone. */
  static final class Stay {
    /** Moves on when nobody knows whether it was there meanwhile. */
    Instant since;

    int stills;
    int outside;

    Stay(Instant since, int stills, int outside) {
      this.since = since;
      this.stills = stills;
      this.outside = outside;
    }
  }

  Known(long number, String label, Instant first, Location place, BestStill best) {
    this.number = number;
    this.label = label;
    this.family = LabelFamily.of(label);
    this.first = first;
    this.place = place;
    this.seen = first;
    this.best = best;
  }

  /**
   * A still shows it.
   *
   * @param watch says for how long it may be unseen and count as having stayed
   * @return whether it shows it better than any before
   */
  boolean seenAt(Instant time, Location where, BestStill still, List<String> zones, Watch watch) {
    Duration unseen = Duration.between(seen, time);
    if (place.overlap(where) < Association.SAME_OVERLAP) {
      alone = null; // somebody carries it
    }
    move(time, where);
    missed = 0;
    stills = Math.min(MOST_STILLS, stills + 1);
    stays.values().forEach(stay -> stay.outside++);
    for (String zone : zones) {
      Stay stay = stays.computeIfAbsent(zone, name -> new Stay(time, 0, 0));
      if (unseen.compareTo(watch.longestHole(zone)) > 0 || time.isBefore(stay.since)) {
        stay.since = time;
      }
      stay.stills = Math.min(MOST_STILLS, stay.stills + 1);
      stay.outside = 0;
    }
    stays.values().removeIf(stay -> stay.outside >= OUTSIDE);
    boolean first = stills == 1;
    boolean better = still.score() > best.score();
    if (better) {
      best = still;
    }
    return first || better;
  }

  /**
   * A still shows it, and nobody near it.
   *
   * @param longestHole between two such stills; after a longer one nobody knows whether it was
   *     alone
   */
  void aloneAt(Instant time, Duration longestHole) {
    if (alone == null
        || aloneSeen == null
        || time.isBefore(aloneSeen)
        || Duration.between(aloneSeen, time).compareTo(longestHole) > 0) {
      alone = time;
    }
    aloneSeen = time;
  }

  private void move(Instant time, Location where) {
    double seconds = Duration.between(seen, time).toMillis() / 1000.0;
    if (seconds > 0) {
      speedX += NEWEST * ((where.middleX() - place.middleX()) / seconds - speedX);
      speedY += NEWEST * ((where.middleY() - place.middleY()) / seconds - speedY);
    }
    place = where;
    seen = time;
  }

  /** Where it is after that time if it goes on as it did. */
  Location ahead(double seconds) {
    return new Location(
        place.x() + seconds * speedX, place.y() + seconds * speedY, place.width(), place.height());
  }

  /**
   * Whether a still shows it, in that zone.
   *
   * @param time of the still
   * @param zone a name; empty: anywhere
   */
  boolean isShown(Instant time, String zone) {
    Stay stay = stays.get(zone);
    return seen.equals(time) && (zone.isEmpty() || (stay != null && stay.outside == 0));
  }

  /** Since when it is surely in that zone; null if it is not. */
  @Nullable Instant isIn(@Nullable ZoneConfig zone) {
    Stay stay = zone == null ? null : stays.get(zone.name());
    return stay != null && zone != null && stay.stills >= zone.minStills() ? stay.since : null;
  }
}
