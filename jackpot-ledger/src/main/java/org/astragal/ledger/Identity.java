package org.astragal.ledger;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.astragal.ledger.Queries.LevelBalances;
import org.astragal.ledger.StoreException.Fault;

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

  /**
   * Refuses to commit if the accounts of a level do not add up, in memory and in the books.
   *
   * @param touched levels that the transaction has changed
   */
  static void require(Connection c, List<Pools.Place> touched) throws SQLException, StoreException {
    for (var place : touched) {
      if (place.level().sum() != 0) {
        throw new StoreException(
            Fault.IDENTITY_BROKEN,
            "level " + place.level().id() + " is off by " + place.level().sum());
      }
    }
    try (var s =
        c.prepareStatement(
            "select level, sum(micro) from account where level = any (?)"
                + " group by level having sum(micro) <> 0")) {
      s.setArray(1, c.createArrayOf("int4", touched.stream().map(p -> p.level().id()).toArray()));
      try (var r = s.executeQuery()) {
        if (r.next()) {
          throw new StoreException(
              Fault.IDENTITY_BROKEN, "level " + r.getInt(1) + " is off by " + r.getString(2));
        }
      }
    }
  }
}
