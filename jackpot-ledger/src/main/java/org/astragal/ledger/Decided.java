package org.astragal.ledger;

import java.util.Optional;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.ThresholdOpening;

/**
 * How far a level has been decided over which an appliance decides.
 *
 * @param posting contributions up to this one are decided
 * @param micro what POOL held when it was decided last, or when the cycle began
 * @param threshold what the appliance has committed to, for a level that must be hit
 */
record Decided(long posting, long micro, Optional<Threshold> threshold) {
  /**
   * A threshold that only the appliance knows.
   *
   * @param commitment what it must open
   * @param fromMinor it is above
   * @param toMinor it is at most
   */
  record Threshold(Hash commitment, long fromMinor, long toMinor) {
    /** {@return whether it can be this one} */
    boolean isOpenedBy(JackpotEvent.Place place, ThresholdOpening opening) {
      return opening.thresholdMinor() > fromMinor
          && opening.thresholdMinor() <= toMinor
          && opening.commitment(place).equals(commitment);
    }
  }

  /** Nothing is decided of a cycle that begins. */
  static Decided begin(long posting, long micro) {
    return new Decided(posting, micro, Optional.empty());
  }
}
