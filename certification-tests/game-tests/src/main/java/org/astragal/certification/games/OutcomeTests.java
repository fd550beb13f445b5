package org.astragal.certification.games;

import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/** Outcomes of a game against their exact probabilities. Use by one thread. */
final class OutcomeTests {
  /** The outcome is none of the table. */
  static final int UNKNOWN = -1;

  /** Outcomes that are rarer are not looked at in tuples. */
  private static final double LEAST_PAIRED = 1.0 / 64;

  private final double[] p;
  private final Map<String, Integer> places;
  private final long[] counts;
  private final Overlaps overlaps;
  private final boolean paired;
  private long count;
  private long unknown;
  private String firstUnknown = "";

  OutcomeTests(OutcomeTable table) {
    p = table.probabilities();
    places = table.places();
    counts = new long[p.length];
    boolean frequent = p.length <= 1 / LEAST_PAIRED;
    for (double each : p) {
      frequent &= each >= LEAST_PAIRED;
    }
    paired = frequent;
    overlaps = new Overlaps(paired ? p : Chances.equal(2));
  }

  /** {@return the place of the outcome in the table, or {@link #UNKNOWN}} */
  int add(String outcome) {
    count++;
    int place = places.getOrDefault(outcome, UNKNOWN);
    if (place == UNKNOWN) {
      firstUnknown = unknown == 0 ? outcome : firstUnknown;
      unknown++;
      return UNKNOWN;
    }
    counts[place]++;
    if (paired) {
      overlaps.add(place);
    }
    return place;
  }

  long count() {
    return count;
  }

  /** {@return probabilities by place} */
  double[] probabilities() {
    return p.clone();
  }

  /**
   * Says how they fit.
   *
   * @param serial whether neighbouring outcomes are looked at together
   */
  void finish(Lines lines, boolean serial) {
    if (unknown > 0) {
      lines.fit(
          TestName.GAME_OUTCOMES,
          "",
          new Fit(Double.POSITIVE_INFINITY, OptionalDouble.of(p.length - 1.0), PValue.ZERO),
          count,
          "notInTable",
          unknown,
          "first",
          firstUnknown);
      return;
    }
    lines.chiSquare(TestName.GAME_OUTCOMES, "", counts, p, count, "outcomes", p.length);
    if (serial && paired && unknown == 0) {
      overlaps.finish(lines, count);
    }
  }
}
