package io.lynceus.scene.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerRowsTest {
  private static final Instant EIGHT = Instant.parse("2026-11-30T08:00:00Z");
  private static final LineConfig DOOR =
      new LineConfig(
          "door",
          "hall",
          new Vertex(0.5, 0),
          new Vertex(0.5, 1),
          true,
          LineConfig.LABELS,
          LineConfig.MAX_GAP,
          List.of());

  private final NavigableMap<Instant, LineCount> door = new TreeMap<>();

  private static AreaConfig hall(Optional<LocalTime> zeroAt) {
    return new AreaConfig("hall", "Hall", List.of("door"), OptionalInt.empty(), zeroAt);
  }

  /** A quarter of an hour of stills a second apart, of which that part was seen. */
  private void quarter(int number, int in, int out, double covered) {
    Instant begin = EIGHT.plus(LineCount.QUARTER.multipliedBy(number));
    long millis = (long) (covered * LineCount.QUARTER.toMillis());
    door.put(
        begin, new LineCount("door", new Camera("hall"), begin, in, out, 0, millis, millis / 1000));
  }

  private List<LedgerRow> rows(Optional<LocalTime> zeroAt, Instant now) {
    return new LedgerRows(hall(zeroAt), List.of(DOOR), Map.of("door", door), ZoneOffset.UTC)
        .rows(EIGHT, EIGHT.plus(Duration.ofHours(3)), now, LedgerPeriod.HOUR);
  }

  @Test
  void anHourIsTheSumOfItsQuarters() {
    for (int i = 0; i < 8; i++) {
      quarter(i, i < 4 ? 10 : 0, i < 4 ? 2 : 8, 1);
    }
    List<LedgerRow> rows = rows(Optional.empty(), EIGHT.plus(Duration.ofHours(2)));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).in().orElseThrow().counted()).isEqualTo(40);
    assertThat(rows.get(0).in().orElseThrow().low()).isBetween(30, 40);
    assertThat(rows.get(0).in().orElseThrow().high().orElseThrow()).isBetween(42, 60);
    assertThat(rows.get(0).covered()).isEqualTo(1);
    assertThat(rows.get(0).occupancy().orElseThrow().counted()).isEqualTo(32);
    assertThat(rows.get(1).in().orElseThrow().counted()).isZero();
    assertThat(rows.get(1).in().orElseThrow().high().orElseThrow()).isLessThan(5);
    assertThat(rows.get(1).occupancy().orElseThrow().counted()).isZero();
  }

  @Test
  void whatWasNotSeenIsNotZero() {
    quarter(4, 3, 0, 1);
    List<LedgerRow> rows = rows(Optional.empty(), EIGHT.plus(Duration.ofHours(3)));
    assertThat(rows.get(0).in()).isEmpty();
    assertThat(rows.get(0).occupancy()).isEmpty();
    assertThat(rows.get(1).in().orElseThrow().counted()).isEqualTo(3);
    assertThat(rows.get(1).in().orElseThrow().high()).isEmpty(); // of three quarters nobody knows
    assertThat(rows.get(1).covered()).isEqualTo(0.25);
    assertThat(rows.get(2).out()).isEmpty();
  }

  @Test
  void theLessWasSeenTheHigherTheBound() {
    int before = 0;
    for (double covered : new double[] {1, 0.9, 0.7, 0.5}) {
      for (int i = 0; i < 4; i++) {
        quarter(i, 10, 0, covered);
      }
      int high =
          rows(Optional.empty(), EIGHT.plus(Duration.ofHours(1)))
              .get(0)
              .in()
              .orElseThrow()
              .high()
              .orElseThrow();
      assertThat(high).isGreaterThan(before);
      before = high;
    }
  }

  @Test
  void theOccupancyIsNeverBelowNobody() {
    quarter(0, 0, 30, 1);
    quarter(1, 5, 0, 1);
    LedgerRow row = rows(Optional.empty(), EIGHT.plus(Duration.ofMinutes(30))).get(0);
    assertThat(row.occupancy().orElseThrow().counted()).isEqualTo(5);
    assertThat(row.occupancy().orElseThrow().low()).isNotNegative();
  }

  @Test
  void atTheTimeOfZeroNobodyIsThere() {
    for (int i = 0; i < 8; i++) {
      quarter(i, 10, 0, 1);
    }
    List<LedgerRow> rows = rows(Optional.of(LocalTime.of(9, 0)), EIGHT.plus(Duration.ofHours(2)));
    assertThat(rows.get(1).occupancy().orElseThrow().counted()).isEqualTo(40);
    assertThat(LedgerRows.since(hall(Optional.of(LocalTime.of(9, 0))), EIGHT, ZoneOffset.UTC))
        .contains(Instant.parse("2026-11-29T09:00:00Z"));
  }

  @Test
  void whoIsThereSinceTheFirstRowIsNotKnownOnceRowsAreGone() {
    for (int i = 0; i < 8; i++) {
      quarter(i, 10, 0, 1);
    }
    Instant now = EIGHT.plus(Duration.ofHours(2));
    assertThat(rows(Optional.empty(), now).get(1).occupancy()).isPresent();
    door.put(Instant.EPOCH, LineCount.none("door", new Camera("hall"), Instant.EPOCH));
    assertThat(rows(Optional.empty(), now).get(1).occupancy()).isEmpty();
    assertThat(rows(Optional.empty(), now).get(1).in()).isPresent();
    assertThat(rows(Optional.of(LocalTime.of(8, 0)), now).get(1).occupancy()).isPresent();
  }

  @Test
  void aRowIsTheSameWithAndWithoutThoseBefore() {
    Random random = new Random(7);
    for (int i = 0; i < 48; i++) {
      quarter(i, random.nextInt(9), random.nextInt(9), 1);
    }
    for (Optional<LocalTime> zero :
        List.of(Optional.<LocalTime>empty(), Optional.of(LocalTime.of(10, 15)))) {
      LedgerRows ledger =
          new LedgerRows(hall(zero), List.of(DOOR), Map.of("door", door), ZoneOffset.UTC);
      Instant now = EIGHT.plus(Duration.ofMinutes(12 * 60 - 5));
      List<LedgerRow> together = ledger.rows(EIGHT, now, now, LedgerPeriod.HOUR);
      assertThat(together).hasSize(12);
      for (LedgerRow row : together) {
        assertThat(ledger.rows(row.from(), row.to(), now, LedgerPeriod.HOUR)).containsExactly(row);
      }
    }
  }

  @Test
  void theRowOfThePresentEndsNow() {
    quarter(0, 1, 0, 0.5);
    Instant now = EIGHT.plusSeconds(450);
    LedgerRow row = rows(Optional.empty(), now).get(0);
    assertThat(row.to()).isEqualTo(now);
    assertThat(row.covered()).isEqualTo(1);
  }

  @Test
  void daysAreThoseOfTheMastersClock() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant from = Instant.parse("2026-10-23T22:00:00Z");
    List<LedgerRow> rows =
        new LedgerRows(hall(Optional.empty()), List.of(DOOR), Map.of("door", door), berlin)
            .rows(from, from.plus(Duration.ofDays(3)), EIGHT, LedgerPeriod.DAY);
    assertThat(rows)
        .extracting(row -> Duration.between(row.from(), row.to()).toHours())
        .containsExactly(24L, 25L, 24L); // summer time ends
  }

  @Test
  void anIntervalHoldsItsCountAndGrowsWithWhatIsMissed() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      int counted = random.nextInt(300);
      double missed = random.nextDouble() * 0.9;
      Interval interval = Interval.of(counted, 0, missed, 0.05);
      Interval wider = Interval.of(counted, 5, missed, 0.05);
      assertThat(interval.low()).isBetween(0, interval.high());
      assertThat(wider.high()).isGreaterThanOrEqualTo(interval.high());
      assertThat(wider.low()).isLessThanOrEqualTo(interval.low());
      assertThat(interval.high()).isGreaterThanOrEqualTo((int) (counted * 0.9));
      assertThat(Interval.of(counted, 0, Math.min(0.95, missed + 0.05), 0.05).high())
          .isGreaterThanOrEqualTo(interval.high());
    }
  }

  @Test
  void rowsAreAssignedSoThatTheSumIsLeast() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      double[][] costs = new double[1 + random.nextInt(5)][5];
      for (double[] row : costs) {
        for (int j = 0; j < row.length; j++) {
          row[j] = random.nextInt(20);
        }
      }
      int[] found = Assignment.of(costs);
      double sum = 0;
      for (int row = 0; row < costs.length; row++) {
        sum += costs[row][found[row]];
      }
      assertThat(found).doesNotHaveDuplicates();
      assertThat(sum).isEqualTo(least(costs, 0, 0));
    }
    assertThat(Assignment.of(new double[0][])).isEmpty();
  }

  /** By trying all. */
  private static double least(double[][] costs, int row, int used) {
    if (row == costs.length) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < costs[row].length; j++) {
      if ((used & 1 << j) == 0) {
        least = Math.min(least, costs[row][j] + least(costs, row + 1, used | 1 << j));
      }
    }
    return least;
  }

  @Test
  void ratesBetweenTwoIntervalsAreBetweenTheirs() {
    var usual = MissRates.USUAL;
    assertThat(MissRates.at(List.of(), 1)).isEqualTo(usual.get(1));
    assertThat(MissRates.at(List.of(), 0.01).missed()).isEqualTo(usual.get(0).missed());
    assertThat(MissRates.at(List.of(), 60).missed()).isEqualTo(usual.get(3).missed());
    assertThat(MissRates.at(List.of(), 1.5).missed())
        .isBetween(usual.get(1).missed(), usual.get(2).missed());
    var own = List.of(new LineConfig.Rate(Duration.ofSeconds(1), 0.5, 0.1));
    assertThat(MissRates.at(own, 0.2).missed()).isEqualTo(0.5);
  }
}
