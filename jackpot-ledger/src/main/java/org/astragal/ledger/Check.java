package org.astragal.ledger;

import java.util.Optional;
import org.astragal.outcome.Hash;

/**
 * How far a level that an appliance decides over has been decided.
 *
 * @param posting the last posting that was
 * @param micro what POOL held then
 * @param committed the threshold of the cycle, once the appliance has drawn one
 */
record Check(long posting, long micro, Optional<Committed> committed) {
  /**
   * A threshold that the appliance holds.
   *
   * @param commitment what it must open to
   * @param fromMinor it is above
   * @param toMinor it is at most
   */
  record Committed(Hash commitment, long fromMinor, long toMinor) {}

  /** Nothing is decided of a level that begins. */
  static Check begin(long posting, long micro) {
    return new Check(posting, micro, Optional.empty());
  }
}
