package io.lynceus.scene.ledger;

import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.LineConfig.Rate;
import io.lynceus.scene.ledger.LedgerRow.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Makes rows of what was counted. What was not seen is missed as surely as what a still does not
 * show: a time of which a tenth was not seen misses a tenth more. Immutable.
 */
public final class LedgerRows {
  /** Rows of one answer. */
  public static final int MOST = 10_000;

  /** If less of a time was seen, nobody knows how many there were at most. */
  private static final double HIGH_KNOWN = 0.5;

  /** If less was seen since nobody was there, the occupancy has no upper bound. */
  private static final double OCCUPANCY_HIGH_KNOWN = 0.9;

  private final AreaConfig area;
  private final List<LineConfig> lines;
  private final Map<String, ? extends NavigableMap<Instant, LineCount>> counts;
  private final ZoneId clock;

  /**
   * @param lines those of the area
   * @param counts by the names of lines and by quarters, from {@link #since} on
   * @param clock whose hours and days these are
   */
  public LedgerRows(
      AreaConfig area,
      List<LineConfig> lines,
      Map<String, ? extends NavigableMap<Instant, LineCount>> counts,
      ZoneId clock) {
    this.area = area;
    this.lines = List.copyOf(lines);
    this.counts = counts;
    this.clock = clock;
  }

  /** From when on counts are needed, for rows from a time on; empty: all of them. */
  public static Optional<Instant> since(AreaConfig area, Instant from, ZoneId clock) {
    return area.zeroAt()
        .map(
            at -> {
              ZonedDateTime day = from.atZone(clock);
              ZonedDateTime zero = day.with(at);
              return (zero.isAfter(day) ? day.minusDays(1).with(at) : zero).toInstant();
            });
  }

  /**
   * The rows, in the order of time.
   *
   * @param from the first row begins at or before it
   * @param to exclusive
   * @param now no row ends later
   */
  public List<LedgerRow> rows(Instant from, Instant to, Instant now, LedgerPeriod by) {
    List<LedgerRow> rows = new ArrayList<>();
    Since since = new Since();
    ZonedDateTime begin = by.begin(from.atZone(clock));
    while (begin.toInstant().isBefore(to)
        && begin.toInstant().isBefore(now)
        && rows.size() < MOST) {
      ZonedDateTime next = by.next(begin);
      Instant end = next.toInstant().isBefore(now) ? next.toInstant() : now;
      rows.add(row(begin.toInstant(), end, since));
      begin = next;
    }
    return rows;
  }

  private LedgerRow row(Instant from, Instant to, Since since) {
    Sum sum = sum(counted(LineCount.quarter(from), to), from, to);
    boolean seen = sum.covered > 0;
    return new LedgerRow(
        area.name(),
        from,
        to,
        seen ? Optional.of(estimate(sum.in, sum)) : Optional.empty(),
        seen ? Optional.of(estimate(sum.out, sum)) : Optional.empty(),
        sum.covered,
        sum.doubtful,
        occupancy(to, since));
  }

  private static Estimate estimate(int counted, Sum sum) {
    int both = sum.in + sum.out;
    double doubtful = both == 0 ? 0 : (double) sum.doubtful * counted / both / 2;
    Interval interval = Interval.of(counted, doubtful, sum.missed(), sum.extra());
    return new Estimate(
        counted,
        interval.low(),
        sum.covered < HIGH_KNOWN ? OptionalInt.empty() : OptionalInt.of(interval.high()));
  }

  /** What lies in a time, of all lines. */
  private static final class Sum {
    int in;
    int out;
    int doubtful;
    double covered = 1;
    private double weight;
    private double missed;
    private double extra;

    void rate(Rate rate, double part, int counted) {
      double counts = 1 + counted;
      weight += counts;
      missed += counts * Math.min(Interval.MOST_MISSED, 1 - (1 - rate.missed()) * part);
      extra += counts * rate.extra() * part;
    }

    double missed() {
      return missed / weight;
    }

    double extra() {
      return extra / weight;
    }
  }

  /** What each line has counted in the quarters that begin in a time, which begins with one. */
  private Map<String, LineCount> counted(Instant from, Instant to) {
    Map<String, LineCount> counted = new HashMap<>();
    for (LineConfig line : lines) {
      LineCount of = LineCount.none(line.name(), new Camera(line.camera()), from);
      NavigableMap<Instant, LineCount> all = counts.get(line.name());
      if (all != null) {
        for (LineCount each : all.subMap(from, true, to, false).values()) {
          of = of.plus(each);
        }
      }
      counted.put(line.name(), of);
    }
    return counted;
  }

  private Sum sum(Map<String, LineCount> counted, Instant from, Instant to) {
    Sum sum = new Sum();
    double millis = Math.max(1, Duration.between(from, to).toMillis());
    for (LineConfig line : lines) {
      LineCount of = Objects.requireNonNull(counted.get(line.name()));
      double part = Math.min(1, of.coveredMillis() / millis);
      double seconds = of.steps() == 0 ? 1 : of.coveredMillis() / 1000.0 / of.steps();
      sum.in += of.in();
      sum.out += of.out();
      sum.doubtful += of.doubtful();
      sum.covered = Math.min(sum.covered, part);
      sum.rate(MissRates.at(line.rates(), seconds), part, of.in() + of.out());
    }
    return sum;
  }

  /** What has gone on since nobody was there, from one row to the next. */
  private final class Since {
    private Instant begin = Instant.MIN;
    private Instant next = Instant.MIN;
    private Map<String, LineCount> counted = Map.of();
    private int there;

    /** Goes on to a time, or anew from another beginning. */
    void goOn(Instant from, Instant to) {
      if (!from.equals(begin)) {
        begin = from;
        next = LineCount.quarter(from);
        counted = counted(next, next);
        there = 0;
      }
      for (int change : changes(next, to).values()) {
        there = Math.max(0, there + change); // more cannot have left than were there
      }
      Map<String, LineCount> more = counted(next, to);
      counted.replaceAll((line, of) -> of.plus(Objects.requireNonNull(more.get(line))));
      Instant last = LineCount.quarter(to);
      next = last.equals(to) ? to : last.plus(LineCount.QUARTER);
    }
  }

  /** Who is in there, from the last time that nobody was. */
  private Optional<Estimate> occupancy(Instant at, Since since) {
    Optional<Instant> begin =
        since(area, at.minusMillis(1), clock)
            .or(
                () ->
                    counts.values().stream()
                        .filter(all -> !all.isEmpty())
                        .map(NavigableMap::firstKey)
                        .min(Instant::compareTo));
    if (begin.isEmpty() || !begin.get().isBefore(at)) {
      return Optional.empty();
    }
    since.goOn(begin.get(), at);
    Sum whole = sum(since.counted, begin.get(), at);
    if (whole.covered < HIGH_KNOWN) {
      return Optional.empty();
    }
    int there = since.there;
    double mean = 1 - whole.missed() + whole.extra();
    double spread =
        Interval.spread(whole.missed(), whole.extra())
            * Math.sqrt(Math.max(1, whole.in + whole.out) / mean)
            / mean;
    double wide = spread + whole.doubtful / 2.0;
    return Optional.of(
        new Estimate(
            there,
            (int) Math.max(0, Math.ceil(there - wide)),
            whole.covered < OCCUPANCY_HIGH_KNOWN
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.floor(there + wide))));
  }

  private NavigableMap<Instant, Integer> changes(Instant from, Instant to) {
    NavigableMap<Instant, Integer> changes = new TreeMap<>();
    for (LineConfig line : lines) {
      NavigableMap<Instant, LineCount> all = counts.get(line.name());
      if (all != null) {
        all.subMap(from, true, to, false)
            .forEach(
                (quarter, count) -> changes.merge(quarter, count.in() - count.out(), Integer::sum));
      }
    }
    return changes;
  }
}
