package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Amounts and times as the outside sees them. */
final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Texts() {}

  /** {@return RFC 3339 in UTC with milliseconds} */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /** {@return whole minor units, never more than there is} */
  static String display(long micro) {
    return Long.toString(Math.floorDiv(micro, PoolRules.MICRO));
  }

  /**
   * {@return {@code s} as PostgreSQL can hold it: no NUL, no lone surrogate, cut at {@code limit}}
   */
  static String storable(String s, int limit) {
    var cut = s.substring(0, Math.min(s.length(), limit)).replace('\0', '\uFFFD');
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
