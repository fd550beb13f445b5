package org.astragal.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Counts gaming days, which begin at an hour of some time zone. Remembers the day it told last,
 * since times come in order. Used by one thread.
 */
final class GamingDay {
  private final ZoneId zone;
  private final LocalTime start;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;
  private long day;

  GamingDay(ZoneId zone, LocalTime start) {
    this.zone = zone;
    this.start = start;
  }

  /** {@return days that begin at midnight UTC} */
  static GamingDay utc() {
    return new GamingDay(ZoneOffset.UTC, LocalTime.MIDNIGHT);
  }

  /** {@return the day of a time, in days since 1970-01-01} */
  long of(Instant at) {
    var milli = at.toEpochMilli();
    if (milli < from || milli >= to) {
      var local = at.atZone(zone);
      var date = local.toLocalDate();
      date = at.isBefore(begin(date)) ? date.minusDays(1) : date;
      day = date.toEpochDay();
      from = begin(date).toEpochMilli();
      to = begin(date.plusDays(1)).toEpochMilli();
    }
    return day;
  }

  /** Where a day begins in a gap of the clock, it begins at the gap's end. */
  private Instant begin(LocalDate date) {
    return date.atTime(start).atZone(zone).toInstant();
  }
}
