package org.astragal.ledger;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for players of one jurisdiction.
 *
 * @param id ISO 3166-1 or 3166-2 code, such as MT or US-NJ; a country holds for its parts
 * @param decision whether they take part
 * @param games the only games with which they do; all of the pool's if left out
 * @param channels the only channels by which they do; all if left out
 * @param zone where the gaming day is counted; UTC if left out
 * @param dayStart when it begins there, such as "06:00"; midnight if left out
 * @param caps limits that replace the pool's, one by one
 * @param taxes what is due there
 */
record JurisdictionRules(
    String id,
    Decision decision,
    Optional<Set<String>> games,
    Optional<Set<String>> channels,
    Optional<String> zone,
    Optional<String> dayStart,
    Optional<Caps> caps,
    Optional<List<TaxRules>> taxes) {

  /** Whether players take part. */
  enum Decision {
    /** They do. */
    ALLOW,
    /** They do not: nothing of them moves the pool, and they do not win it. */
    DENY
  }

  private static final int MAX_TAXES = 16;

  JurisdictionRules {
    RuleChecks.code("id", id);
    games = games.map(Set::copyOf);
    channels = channels.map(Set::copyOf);
    taxes = taxes.map(List::copyOf);
    RuleChecks.range("taxes", taxes.map(List::size).orElse(0), 0, MAX_TAXES);
    zone(zone);
    start(dayStart);
  }

  private static ZoneId zone(Optional<String> zone) {
    try {
      return ZoneId.of(zone.orElse("UTC"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone must be a time zone such as Europe/Malta: " + zone.orElse(""), e);
    }
  }

  private static LocalTime start(Optional<String> start) {
    try {
      return LocalTime.parse(start.orElse("00:00"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "dayStart must be a time such as \"06:00\": " + start.orElse(""), e);
    }
  }

  /** {@return how days are counted there} */
  GamingDay day() {
    return new GamingDay(zone(zone), start(dayStart));
  }

  List<TaxRules> taxList() {
    return taxes.orElse(List.of());
  }
}
