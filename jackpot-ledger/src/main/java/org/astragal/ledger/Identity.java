package org.astragal.ledger;

import java.math.BigInteger;
import org.astragal.ledger.Queries.LevelBalances;

/**
 * Contributions + house = pool + overflow + reserve + payable + withheld + paid + adjust, in
 * micro-units. Sums do not overflow whatever the balances are.
 *
 * @param left what came in
 * @param right where it is
 */
record Identity(BigInteger left, BigInteger right) {
  static Identity of(LevelBalances level) {
    var left = BigInteger.ZERO;
    var right = BigInteger.ZERO;
    for (var kind : AccountKind.values()) {
      var micro = BigInteger.valueOf(level.of(kind));
      switch (kind) {
        case SOURCE, HOUSE -> left = left.subtract(micro);
        default -> right = right.add(micro);
      }
    }
    return new Identity(left, right);
  }

  boolean holds() {
    return left.equals(right);
  }
}
