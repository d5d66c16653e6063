package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the slaves in an order in which the one with the least expected finish of a unit comes
 * early, so that of ten thousand slaves only a few have to be looked at for each unit.
 *
 * <p>For each analysis, slaves that would run one more unit at once are ordered by the time that
 * they need for a pixel, with decoding; all others by their wait. Both are less than the expected
 * finish, unless the slave has the image: those few are looked at first.
 *
 * <p>A slave that has changed is put in its new place when the order is next asked for. Of a few
 * slaves all are looked at: that takes less than to keep them in order.
 */
final class SlaveOrder {
  /** Expected times are rounded down, at most three times. */
  private static final int ROUNDING_NANOS = 3;

  private static final int FEW = 3;

  private final Map<ConnectedSlave, Place> places = new HashMap<>();

  /** Whether they have units and credit has to be looked at again. */
  private final Set<Place> changed = new LinkedHashSet<>();

  /** Their wait and speed have to be looked at again. */
  private final Set<Place> unsorted = new LinkedHashSet<>();

  private final TreeSet<Place> waiting =
      new TreeSet<>(
          Comparator.comparingLong((Place place) -> place.waitNanos)
              .thenComparingLong(place -> place.number));
  private final TreeSet<Place> busy = new TreeSet<>(Comparator.comparingLong(p -> p.number));
  private final Set<Place> withCredit = new LinkedHashSet<>();
  private final Map<Analysis, Speeds> speeds = new HashMap<>();
  private long joined;

  /** Where a slave stands. What is here was true when the slave was last put in its place. */
  private static final class Place {
    private final ConnectedSlave slave;
    private final long number;
    private boolean free;
    private long waitNanos;
    private int inHand;

    private Place(ConnectedSlave slave, long number) {
      this.slave = slave;
      this.number = number;
    }

    private void look() {
      free = slave.wouldRunAtOnce();
      waitNanos = slave.expectedWaitNanos();
      inHand = slave.inHand();
    }
  }

  /**
   * How fast a slave does an analysis.
   *
   * @param perPixel of the analysis, nanoseconds
   * @param decodePerPixel of decoding
   * @param inHand its units, and its number: the order of slaves that are equally fast
   */
  private record Speed(
      @Nullable Place place, double perPixel, double decodePerPixel, int inHand, long number) {
    private static final Comparator<Speed> FASTEST_FIRST =
        Comparator.comparingDouble(Speed::sum)
            .thenComparingDouble(Speed::perPixel)
            .thenComparingInt(Speed::inHand)
            .thenComparingLong(Speed::number);

    private double sum() {
      return perPixel + decodePerPixel;
    }

    /** Behind all slaves of this speed. */
    private Speed endOfEquals() {
      return new Speed(null, perPixel, decodePerPixel, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The unit takes at least this long here, the wait not counted, if the image is not there. */
    private long leastNanos(WorkUnit unit) {
      double least = sum() * unit.pixels() + UnitCosts.sendingNanos(unit);
      return (long) least - ROUNDING_NANOS;
    }
  }

  /** The slaves by their speed with one analysis. */
  private static final class Speeds {
    private final Analysis analysis;
    private final Map<Place, Speed> all = new HashMap<>();
    private final TreeSet<Speed> free = new TreeSet<>(Speed.FASTEST_FIRST);
    private final TreeSet<Speed> full = new TreeSet<>(Speed.FASTEST_FIRST);

    /** By the time from which their estimates are stale, those that are not. */
    private final TreeSet<Aging> aging =
        new TreeSet<>(
            Comparator.comparingLong(Aging::staleFrom).thenComparingLong(a -> a.place().number));

    private final Map<Place, Aging> agingOf = new HashMap<>();

    private record Aging(Place place, long staleFrom) {}

    private Speeds(Analysis analysis) {
      this.analysis = analysis;
    }

    private void put(Place place, long now) {
      remove(place);
      UnitCosts costs = place.slave.costs();
      Speed speed =
          new Speed(
              place,
              costs.perPixel(analysis, now),
              costs.decodePerPixel(),
              place.inHand,
              place.number);
      all.put(place, speed);
      (place.free ? free : full).add(speed);
      Long staleFrom = costs.staleFrom(analysis, now);
      if (staleFrom != null) {
        Aging fresh = new Aging(place, staleFrom);
        agingOf.put(place, fresh);
        aging.add(fresh);
      }
    }

    private void remove(Place place) {
      Speed speed = all.remove(place);
      if (speed != null) {
        free.remove(speed);
        full.remove(speed);
      }
      Aging old = agingOf.remove(place);
      if (old != null) {
        aging.remove(old);
      }
    }

    /** Slaves whose estimates have become stale are expected to be faster. */
    private void age(long now) {
      while (!aging.isEmpty() && now - aging.first().staleFrom() > 0) {
        put(aging.first().place(), now);
      }
    }
  }

  void add(ConnectedSlave slave) {
    Place place = new Place(slave, joined++);
    places.put(slave, place);
    changed.add(place);
    slave.onChange(() -> changed.add(place));
  }

  void remove(ConnectedSlave slave) {
    Place place = places.remove(slave);
    if (place != null) {
      slave.onChange(() -> {});
      changed.remove(place);
      unsorted.remove(place);
      waiting.remove(place);
      busy.remove(place);
      withCredit.remove(place);
      speeds.values().forEach(each -> each.remove(place));
    }
  }

  private void refresh() {
    for (Place place : changed) {
      unsorted.add(place);
      keepIn(busy, place, !place.slave.isIdle());
      keepIn(withCredit, place, place.slave.hasCredit());
    }
    changed.clear();
  }

  private static void keepIn(Set<Place> some, Place place, boolean belongs) {
    if (belongs) {
      some.add(place);
    } else {
      some.remove(place);
    }
  }

  private void sort(long now) {
    refresh();
    for (Place place : unsorted) {
      waiting.remove(place);
      place.look();
      if (!place.free) {
        waiting.add(place);
      }
      speeds.values().forEach(each -> each.put(place, now));
    }
    unsorted.clear();
  }

  /** In the order of joining: 0 for the first that ever joined. */
  long number(ConnectedSlave slave) {
    Place place = places.get(slave);
    return place == null ? Long.MAX_VALUE : place.number;
  }

  /** The slaves that have units in hand, in the order of joining. */
  List<ConnectedSlave> busy() {
    refresh();
    return busy.stream().map(place -> place.slave).toList();
  }

  /** The slaves that may be given one more unit, in no order. */
  Iterable<ConnectedSlave> withCredit() {
    refresh();
    return () -> withCredit.stream().map(place -> place.slave).iterator();
  }

  /**
   * Visits all slaves that may be the one with the least expected finish, by the visitor's bound,
   * and those that have the image; others too.
   */
  void visit(WorkUnit unit, long now, SlaveVisitor visitor) {
    if (places.size() <= FEW) {
      places.keySet().forEach(visitor::visit);
      return;
    }
    sort(now);
    Speeds ofAnalysis = speeds.get(unit.analysis());
    if (ofAnalysis == null) {
      Speeds first = new Speeds(unit.analysis());
      places.values().forEach(place -> first.put(place, now));
      speeds.put(unit.analysis(), first);
      ofAnalysis = first;
    }
    ofAnalysis.age(now);
    for (ConnectedSlave holder : unit.task().holders()) {
      if (places.containsKey(holder)) {
        visitor.visit(holder);
      }
    }
    visitFree(ofAnalysis.free, unit, visitor);
    if (!waiting.isEmpty()) {
      long least = ofAnalysis.full.first().leastNanos(unit);
      for (Place place : waiting) {
        if (place.waitNanos + least > visitor.bound()) {
          break;
        }
        visitor.visit(place.slave);
      }
    }
  }

  /** Of slaves that are equally fast, the first to which the unit can go is the best. */
  private static void visitFree(NavigableSet<Speed> free, WorkUnit unit, SlaveVisitor visitor) {
    Iterator<Speed> left = free.iterator();
    while (left.hasNext()) {
      Speed next = left.next();
      if (next.leastNanos(unit) > visitor.bound()) {
        return;
      }
      Place place = next.place();
      if (place != null && visitor.visit(place.slave)) {
        left = free.tailSet(next.endOfEquals(), false).iterator();
      }
    }
  }
}
