package io.lynceus.scene.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which of the things that are known a still shows. At first those that are where they were: the
 * places overlap by {@value #SAME_OVERLAP} of their union. Then, of the rest, those that can have
 * moved so far in the time, the nearest first to where they would be if they went on as they did
 * until now. Labels of one {@link LabelFamily} can be the same thing; of two equally near things it
 * is the one with the same label. Pairs are taken greedily, the cheapest first. Stateless.
 */
final class Association {
  static final double SAME_OVERLAP = 0.6;

  /** How far something moves in a second, in its lengths: people walk about one of theirs. */
  private static final double SPEED = 1.5;

  /** How far the middle of a box may be off although nothing moves, in lengths. */
  private static final double TREMBLE = 0.4;

  /** Nothing is looked for further away than what it moves in this time. */
  private static final double LONGEST_SECONDS = 3;

  /** Something goes on as it did for so long, if at all. */
  private static final double AHEAD_SECONDS = 1.5;

  /** Something that moves looks larger or smaller in the next still, by this at most. */
  private static final double MOVED_SIZE = 1.7;

  /** What twice the size costs, in lengths. */
  private static final double OTHER_SIZE = 0.5;

  /** What a pair of two labels costs more. */
  private static final double OTHER_LABEL = 0.2;

  private Association() {}

  /** Something that a still shows, and that counts. */
  record Sighting(String label, String family, Still.Found found, Location place) {
    Sighting(Still.Found found, Location place) {
      this(found.label(), LabelFamily.of(found.label()), found, place);
    }

    /** Whether it is what the other one is, under another name. */
    boolean doubles(Sighting other) {
      return !label.equals(other.label)
          && family.equals(other.family)
          && place.overlap(other.place) >= SAME_OVERLAP;
    }
  }

  private record Pair(Known known, Sighting sighting, double cost) {}

  /**
   * Finds the pairs.
   *
   * @param sightings in an order that decides where costs are the same
   * @return for each sighting that is known, what it is
   */
  static IdentityHashMap<Sighting, Known> of(
      List<Known> known, List<Sighting> sightings, Instant time) {
    IdentityHashMap<Sighting, Known> matched = new IdentityHashMap<>();
    Set<Known> taken = new HashSet<>();
    take(standing(known, sightings), matched, taken);
    List<Known> rest = known.stream().filter(each -> !taken.contains(each)).toList();
    List<Sighting> free = sightings.stream().filter(each -> !matched.containsKey(each)).toList();
    take(moving(rest, free, time), matched, taken);
    return matched;
  }

  private static void take(
      List<Pair> pairs, IdentityHashMap<Sighting, Known> matched, Set<Known> taken) {
    pairs.sort(Comparator.comparingDouble(Pair::cost)); // stable
    for (Pair pair : pairs) {
      if (!matched.containsKey(pair.sighting()) && taken.add(pair.known())) {
        matched.put(pair.sighting(), pair.known());
      }
    }
  }

  private static List<Pair> standing(List<Known> known, List<Sighting> sightings) {
    List<Pair> pairs = new ArrayList<>();
    for (Known each : known) {
      for (Sighting sighting : sightings) {
        if (each.family.equals(sighting.family())) {
          double overlap = each.place.overlap(sighting.place());
          if (overlap >= SAME_OVERLAP) {
            pairs.add(new Pair(each, sighting, 1 - overlap + ofLabels(each, sighting)));
          }
        }
      }
    }
    return pairs;
  }

  private static List<Pair> moving(List<Known> known, List<Sighting> sightings, Instant time) {
    List<Pair> pairs = new ArrayList<>();
    for (Known each : known) {
      double seconds = Duration.between(each.seen, time).toMillis() / 1000.0;
      double length = each.place.length();
      double reach = (TREMBLE + SPEED * Math.min(LONGEST_SECONDS, seconds)) * length;
      Location ahead = each.ahead(Math.min(AHEAD_SECONDS, seconds));
      for (Sighting sighting : sightings) {
        double ratio = each.place.sizeRatio(sighting.place());
        if (each.family.equals(sighting.family())
            && length > 0
            && each.place.distance(sighting.place()) <= reach
            && ratio <= MOVED_SIZE) {
          double off = ahead.distance(sighting.place()) / length;
          pairs.add(
              new Pair(each, sighting, off + OTHER_SIZE * (ratio - 1) + ofLabels(each, sighting)));
        }
      }
    }
    return pairs;
  }

  private static double ofLabels(Known known, Sighting sighting) {
    return known.label.equals(sighting.label()) ? 0 : OTHER_LABEL;
  }
}
