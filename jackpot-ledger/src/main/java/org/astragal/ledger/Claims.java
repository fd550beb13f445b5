package org.astragal.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.astragal.ledger.Batch.Variance;
import org.astragal.ledger.Wager.Stake;
import org.astragal.outcome.Contribution;

/**
 * Compares what an appliance says its bets give with what the rates ask. A difference is told and
 * changes nothing. Used by one thread.
 */
final class Claims {
  private static final BigInteger MICRO = BigInteger.valueOf(PoolRules.MICRO);

  private final Set<String> names = new HashSet<>();
  private final Work work;
  private final List<Expected> expected = new ArrayList<>();

  Claims(Collection<PoolState> pools, Work work) {
    this.work = work;
    pools.forEach(pool -> names.add(pool.name()));
  }

  /** Where a claim points. */
  private record Target(String bet, String pool, String level) {}

  /** What a level asks of a bet; steps by pool are for the ledger alone to know. */
  private record Expected(Target target, Stake bet, long micro, boolean optional) {}

  /** A bet contributes: a claim for each level is due. */
  void expect(PoolState pool, Stake bet, long[] due) {
    var levels = pool.terms().levels();
    for (var i = 0; i < levels.size(); i++) {
      var level = levels.get(i);
      expected.add(
          new Expected(
              new Target(bet.bet(), pool.name(), level.rules().id()),
              bet,
              Pipeline.toPool(due, i),
              level.rate() instanceof Rate.ByPool));
    }
  }

  /** Compares all claims of a round with what was expected since the last one. */
  void compare(Wager wager) {
    try {
      if (!agreeInOrder(wager.claims())) {
        compareSingly(wager);
      }
    } finally {
      expected.clear();
    }
  }

  private void compareSingly(Wager wager) {
    var seq = wager.seq();
    var claims = wager.claims();
    var open = new HashMap<Target, Expected>();
    expected.forEach(e -> open.put(e.target(), e));
    for (var claim : claims) {
      if (!names.contains(claim.pool())) {
        work.tally("claim-for-another-ledger");
        continue;
      }
      var target = new Target(claim.bet(), claim.pool(), claim.level());
      var due = open.remove(target);
      if (due == null ? !isZero(claim) : !agrees(claim, due)) {
        vary(seq, target, micro(claim).toString(), due == null ? 0 : due.micro());
      }
    }
    if (wager.source() != PoolRules.Source.SIGNED) {
      // A third party computes one level or none: what it says nothing of is no difference.
      return;
    }
    for (var due : expected) {
      if (due.micro() != 0 && !due.optional() && open.containsKey(due.target())) {
        vary(seq, due.target(), "0", due.micro());
      }
    }
  }

  /** The usual case: the appliance's table has the same levels in the same order. */
  private boolean agreeInOrder(List<Contribution> claims) {
    if (claims.size() != expected.size()) {
      return false;
    }
    for (var i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var target = expected.get(i).target();
      if (!claim.bet().equals(target.bet())
          || !claim.pool().equals(target.pool())
          || !claim.level().equals(target.level())
          || !agrees(claim, expected.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean agrees(Contribution claim, Expected due) {
    var amount = claim.amount();
    return amount.minor() == due.micro() / PoolRules.MICRO
        && amount.micro() == due.micro() % PoolRules.MICRO
        && amount.ccy().equals(due.bet().currency())
        && amount.exp() == due.bet().exp();
  }

  private static boolean isZero(Contribution claim) {
    return claim.amount().minor() == 0 && claim.amount().micro() == 0;
  }

  private static BigInteger micro(Contribution claim) {
    return BigInteger.valueOf(claim.amount().minor())
        .multiply(MICRO)
        .add(BigInteger.valueOf(claim.amount().micro()));
  }

  private void vary(long seq, Target target, String claimed, long computed) {
    work.vary(new Variance(seq, target.bet(), target.pool(), target.level(), claimed, computed));
  }
}
