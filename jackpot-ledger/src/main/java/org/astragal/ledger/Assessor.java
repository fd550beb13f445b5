package org.astragal.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.ledger.Batch.Posting;
import org.astragal.ledger.Batch.Unpostable;
import org.astragal.ledger.Batch.Variance;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.Event;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;

/**
 * What a record gives to the pools, by the rules alone: a pure function. The appliance's claims are
 * compared, never used. Immutable, thread-safe.
 */
final class Assessor {
  private static final BigInteger MICRO = BigInteger.valueOf(PoolRules.MICRO);

  private final List<Pool> pools;
  private final Set<String> names = new HashSet<>();

  Assessor(List<Pool> pools) {
    this.pools = List.copyOf(pools);
    pools.forEach(p -> names.add(p.rules().pool()));
  }

  /** Where a claim points. */
  private record Target(String bet, String pool, String level) {}

  /** What a level expects of a bet; the claim must name its money too. */
  private record Expected(Target target, PoolRules rules, long micro) {}

  /** Adds to {@code batch} what {@code record} does to the books. */
  void assess(OutcomeRecord record, Batch batch) {
    switch (record.body()) {
      case RoundSettled round -> settle(record.seq(), round, batch);
      case RoundVoided _ -> batch.tally("not-contributing.voided");
      // What a round gives to a pool is posted when it is settled.
      case RoundOpened _, RoundStepped _, RoundSuspended _ ->
          batch.tally("not-contributing.waiting");
      case LogCreated _, Event _ -> batch.tally("not-a-round");
    }
  }

  private void settle(long seq, RoundSettled round, Batch batch) {
    batch.tally("settled");
    var shares = new ArrayList<Share>();
    var expected = new ArrayList<Expected>();
    try {
      for (var i = 0; i < round.bets().size(); i++) {
        contribute(round, i, shares, expected, batch);
      }
    } catch (ArithmeticException e) {
      batch.refuse(
          new Unpostable(
              seq, Refusal.AMOUNT_OUT_OF_RANGE, "a stake times its rate exceeds 2^63 micro"));
      return;
    }
    compare(seq, round.contributions(), expected, batch);
    var key = RoundKey.of(round.operator(), round.round().id(), round.round().step());
    batch.post(new Posting(seq, key, shares));
  }

  private void contribute(
      RoundSettled round, int index, List<Share> shares, List<Expected> expected, Batch batch) {
    var bet = round.bets().get(index);
    var inPools = 0;
    for (var pool : pools) {
      var rules = pool.rules();
      if (!rules.games().contains(round.game().id())) {
        continue;
      }
      inPools++;
      var reason = refusal(rules, round, bet);
      if (reason.isPresent()) {
        batch.tally("not-contributing." + reason.get());
        continue;
      }
      for (var i = 0; i < rules.levels().size(); i++) {
        var level = rules.levels().get(i);
        var stake = bet.stake().minor();
        var toPool = Math.multiplyExact(stake, level.ratePpm());
        var toReserve = Math.multiplyExact(stake, level.reservePpm());
        if (toPool != 0 || toReserve != 0) {
          shares.add(
              new Share(index, pool.levelIds().get(i), pool.rulesId(), stake, toPool, toReserve));
        }
        expected.add(new Expected(new Target(bet.id(), rules.pool(), level.id()), rules, toPool));
      }
    }
    if (inPools == 0) {
      batch.tally("not-contributing.game");
    }
  }

  private static Optional<String> refusal(PoolRules rules, RoundSettled round, Bet bet) {
    if (!rules.modes().contains(round.round().mode().name())) {
      return Optional.of("mode");
    }
    if (!rules.fundedBy().contains(bet.fundedBy())) {
      return Optional.of("funding");
    }
    if (!rules.currency().equals(bet.stake().ccy()) || rules.exp() != bet.stake().exp()) {
      return Optional.of("currency");
    }
    var allowed = rules.jurisdictions();
    if (allowed.isPresent() && !allowed.get().contains(bet.player().jurisdiction())) {
      return Optional.of("jurisdiction");
    }
    return Optional.empty();
  }

  private void compare(long seq, List<Contribution> claims, List<Expected> expected, Batch batch) {
    if (agreeInOrder(claims, expected)) {
      return;
    }
    var open = new HashMap<Target, Expected>();
    expected.forEach(e -> open.put(e.target(), e));
    for (var claim : claims) {
      if (!names.contains(claim.pool())) {
        batch.tally("claim-for-another-ledger");
        continue;
      }
      var target = new Target(claim.bet(), claim.pool(), claim.level());
      var due = open.remove(target);
      if (due == null ? !isZero(claim) : !agrees(claim, due)) {
        batch.vary(variance(seq, target, micro(claim).toString(), due == null ? 0 : due.micro()));
      }
    }
    for (var due : expected) {
      if (due.micro() != 0 && open.containsKey(due.target())) {
        batch.vary(variance(seq, due.target(), "0", due.micro()));
      }
    }
  }

  /** The usual case: the appliance's table has the same levels in the same order. */
  private static boolean agreeInOrder(List<Contribution> claims, List<Expected> expected) {
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
        && amount.ccy().equals(due.rules().currency())
        && amount.exp() == due.rules().exp();
  }

  private static boolean isZero(Contribution claim) {
    return claim.amount().minor() == 0 && claim.amount().micro() == 0;
  }

  private static BigInteger micro(Contribution claim) {
    return BigInteger.valueOf(claim.amount().minor())
        .multiply(MICRO)
        .add(BigInteger.valueOf(claim.amount().micro()));
  }

  private static Variance variance(long seq, Target target, String claimed, long computed) {
    return new Variance(seq, target.bet(), target.pool(), target.level(), claimed, computed);
  }
}
