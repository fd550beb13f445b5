package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.astragal.ledger.Batch.Unpostable;

/** Sorts out rounds that were settled before. */
final class CarefulPass {
  private CarefulPass() {}

  /** {@return {@code batch}, with what cannot be posted refused} */
  static Batch postable(Connection c, Batch batch) throws SQLException {
    var settled = settledBefore(c, batch.wagers());
    var result = batch.withoutWagers();
    for (var wager : batch.wagers()) {
      if (settled.add(wager.round())) {
        result.add(wager);
      } else {
        result.refuse(
            new Unpostable(
                wager.seq(),
                Refusal.ROUND_SETTLED_BEFORE,
                "the operator, round and step of this record have been settled before"));
      }
    }
    return result;
  }

  private static Set<RoundKey> settledBefore(Connection c, List<Wager> wagers) throws SQLException {
    var keys = wagers.stream().map(w -> w.round().bytes()).toArray(byte[][]::new);
    var found = new HashSet<RoundKey>();
    try (var s = c.prepareStatement("select round from settlement where round = any (?)")) {
      s.setArray(1, c.createArrayOf("bytea", keys));
      try (var r = s.executeQuery()) {
        while (r.next()) {
          found.add(RoundKey.of(r.getBytes(1)));
        }
      }
    }
    return found;
  }
}
