package org.astragal.certification;

import java.util.List;
import java.util.Optional;

/**
 * The rule of repetition, announced in every report before anything is repeated, and what came of
 * it.
 *
 * @param rule in words
 * @param state what was done
 * @param flagged what the first run rejected
 * @param sha256 of the fresh data, if there were any
 * @param bits of fresh data
 * @param family what was judged together in the repetition
 */
record Retest(
    String rule,
    State state,
    List<Result.Key> flagged,
    Optional<String> sha256,
    long bits,
    Optional<Family> family) {
  /** Fixed: nobody chooses after having seen a result. */
  static final String RULE =
      "A test that the first run rejects is repeated once, on fresh data of four times the size"
          + " that follow the first in the same source. What is repeated is judged as a family of"
          + " its own, at the same level. Both results are shown. A result whose adjusted P-value"
          + " is below 1e-9 is final. Data are never used twice.";

  /** What was done. */
  enum State {
    /** The first run rejected nothing. */
    NOT_NEEDED,
    /** What it rejected leaves no room for bad luck. */
    FINAL,
    /** The source has no fresh data of that size. */
    NO_DATA,
    /** The run ended before. */
    NOT_REACHED,
    /** It was repeated. */
    DONE
  }

  Retest {
    flagged = List.copyOf(flagged);
  }

  static Retest without(State state, List<Result.Key> flagged) {
    return new Retest(RULE, state, flagged, Optional.empty(), 0, Optional.empty());
  }

  static Retest done(List<Result.Key> flagged, Survey data, int symbolBits, Family family) {
    return new Retest(
        RULE,
        State.DONE,
        flagged,
        Optional.of(data.sha256()),
        data.bytes() * symbolBits,
        Optional.of(family));
  }
}
