package org.astragal.outcome;

/**
 * A round, or a step of one.
 *
 * @param id the operator's name for the round
 * @param mode how it was played
 * @param step 0 for the only or first step
 */
public record RoundRef(String id, Mode mode, int step) {
  /** How a round is played. */
  public enum Mode {
    /** For money. */
    REAL,
    /** Without a stake, for a player. */
    FREE,
    /** By a laboratory or the operator. */
    TEST
  }

  /** Refuses an empty or overlong id and negative steps. */
  public RoundRef {
    Check.id("id", id);
    Check.range("step", step, 0, Integer.MAX_VALUE);
  }
}
