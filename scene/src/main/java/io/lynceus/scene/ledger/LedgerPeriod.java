package io.lynceus.scene.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** For how long a row of the ledger is. */
public enum LedgerPeriod {
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS);

  private final ChronoUnit unit;

  LedgerPeriod(ChronoUnit unit) {
    this.unit = unit;
  }

  /** In lower case, as queries have it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** When the hour or day of a time has begun. */
  public Instant beginOf(Instant time, ZoneId clock) {
    return begin(time.atZone(clock)).toInstant();
  }

  /** When the hour or day of a time ends. */
  public Instant endOf(Instant time, ZoneId clock) {
    return next(begin(time.atZone(clock))).toInstant();
  }

  /** The beginning of the hour or day. */
  ZonedDateTime begin(ZonedDateTime time) {
    return time.truncatedTo(unit);
  }

  /** The beginning of the next one; days have 23 to 25 hours. */
  ZonedDateTime next(ZonedDateTime begin) {
    return unit == ChronoUnit.HOURS
        ? begin.toInstant().plus(1, ChronoUnit.HOURS).atZone(begin.getZone())
        : begin.plusDays(1).truncatedTo(ChronoUnit.DAYS);
  }
}
