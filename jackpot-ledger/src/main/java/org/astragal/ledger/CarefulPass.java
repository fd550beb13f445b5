package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.astragal.ledger.Batch.Posting;
import org.astragal.ledger.Batch.Unpostable;

/** Sorts out rounds settled before and amounts that do not fit. */
final class CarefulPass {
  private CarefulPass() {}

  /**
   * {@return {@code batch}, with what cannot be posted refused}
   *
   * @param c a transaction that holds the ledger's row
   */
  static Batch postable(Connection c, Batch batch) throws SQLException {
    var settled = settledBefore(c, batch.postings());
    var balances = balances(c);
    var result = batch.withoutPostings();
    for (var posting : batch.postings()) {
      if (!settled.add(posting.round())) {
        result.refuse(
            new Unpostable(
                posting.seq(),
                Refusal.ROUND_SETTLED_BEFORE,
                "the operator, round and step of this record have been settled before"));
      } else if (!fits(balances, posting.shares())) {
        result.refuse(
            new Unpostable(
                posting.seq(), Refusal.AMOUNT_OUT_OF_RANGE, "a balance would exceed 2^63 micro"));
      } else {
        result.post(posting);
      }
    }
    return result;
  }

  private static Set<RoundKey> settledBefore(Connection c, List<Posting> postings)
      throws SQLException {
    var keys = postings.stream().map(p -> p.round().bytes()).toArray(byte[][]::new);
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

  private static Map<Integer, EnumMap<AccountKind, Long>> balances(Connection c)
      throws SQLException {
    var balances = new HashMap<Integer, EnumMap<AccountKind, Long>>();
    try (var s = c.prepareStatement("select level, kind, micro from account");
        var r = s.executeQuery()) {
      while (r.next()) {
        balances
            .computeIfAbsent(r.getInt(1), _ -> new EnumMap<>(AccountKind.class))
            .put(AccountKind.valueOf(r.getString(2)), r.getLong(3));
      }
    }
    return balances;
  }

  /** Adds the shares to {@code balances} if all of them fit; changes nothing otherwise. */
  private static boolean fits(
      Map<Integer, EnumMap<AccountKind, Long>> balances, List<Share> shares) {
    var changed = new HashMap<Integer, EnumMap<AccountKind, Long>>();
    try {
      for (var share : shares) {
        var of =
            changed.computeIfAbsent(
                share.level(),
                l -> new EnumMap<>(balances.getOrDefault(l, new EnumMap<>(AccountKind.class))));
        var source = Math.negateExact(Math.addExact(share.poolMicro(), share.reserveMicro()));
        of.merge(AccountKind.SOURCE, source, Math::addExact);
        of.merge(AccountKind.POOL, share.poolMicro(), Math::addExact);
        of.merge(AccountKind.RESERVE, share.reserveMicro(), Math::addExact);
      }
    } catch (ArithmeticException e) {
      return false;
    }
    balances.putAll(changed);
    return true;
  }
}
