package org.astragal.ledger;

import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;

/** The logic that records of the tests name. */
final class JackpotLogic {
  static final GameRef REF =
      new GameRef("ref.mystery.must-hit-by", Hash.sha256(new byte[] {1}), "1.0.0");

  private JackpotLogic() {}
}
