package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.MicroMoney;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.Trigger;

/**
 * What bets give to jackpots, as this appliance's configuration says. These are claims: the ledger
 * recomputes them from its own rules.
 *
 * <p>Thread safety: immutable.
 */
final class ContributionTable {
  /** Micro-units in one minor unit. */
  private static final long MICRO = 1_000_000;

  /** The stake whose contribution at a full rate still fits a long. */
  static final long MAX_STAKE_MINOR = Long.MAX_VALUE / MICRO;

  /** Bytes of one claim in a record, its names not counted: braces, member names, the amount. */
  private static final int FIXED_BYTES = 160;

  private static final String CASH = "CASH";

  private final List<ApplianceConfig.Pool> pools;

  ContributionTable(List<ApplianceConfig.Pool> pools) {
    this.pools = List.copyOf(pools);
  }

  /**
   * {@return the claims of a round: only stakes of real money, paid in cash, in a pool's currency,
   * on a pool's game}
   */
  List<Contribution> claims(String game, RoundRef.Mode mode, List<Bet> bets) {
    if (mode != RoundRef.Mode.REAL) {
      return List.of();
    }
    var claims = new ArrayList<Contribution>();
    for (ApplianceConfig.Pool pool : pools) {
      if (!pool.games().contains(game)) {
        continue;
      }
      for (Bet bet : bets) {
        if (contributes(pool, bet)) {
          for (ApplianceConfig.Level level : pool.levels()) {
            claims.add(claim(pool, level, bet));
          }
        }
      }
    }
    return claims;
  }

  /**
   * {@return the levels of pools that a round has won: a bet wins those that it contributes to}
   *
   * @param claims of the round
   * @param won what the game says, by the names of levels
   */
  static List<Trigger> triggers(
      List<Contribution> claims, List<org.astragal.games.api.Trigger> won) {
    if (won.isEmpty()) {
      return List.of();
    }
    var triggers = new ArrayList<Trigger>();
    for (org.astragal.games.api.Trigger trigger : won) {
      for (Contribution claim : claims) {
        if (claim.bet().equals(trigger.bet()) && claim.level().equals(trigger.level())) {
          triggers.add(new Trigger(trigger.bet(), trigger.draw(), trigger.level(), claim.pool()));
        }
      }
    }
    return triggers;
  }

  /** {@return the most bytes that claims can take in a record's canonical JSON} */
  static int bytes(List<Contribution> claims) {
    int bytes = 0;
    for (Contribution claim : claims) {
      // Names and bet ids are visible ASCII; an escape doubles a character at most.
      bytes +=
          FIXED_BYTES
              + claim.pool().length()
              + claim.level().length()
              + 2 * claim.bet().length()
              + claim.amount().ccy().length();
    }
    return bytes;
  }

  private static boolean contributes(ApplianceConfig.Pool pool, Bet bet) {
    return bet.fundedBy().equals(CASH)
        && bet.stake().ccy().equals(pool.currency())
        && bet.stake().exp() == pool.exp();
  }

  private static Contribution claim(
      ApplianceConfig.Pool pool, ApplianceConfig.Level level, Bet bet) {
    // Minor units times parts per million are micro-units: an exact integer, nothing rounds.
    long micro = Math.multiplyExact(bet.stake().minor(), level.ppm());
    var amount = new MicroMoney(pool.currency(), pool.exp(), (int) (micro % MICRO), micro / MICRO);
    return new Contribution(amount, bet.id(), level.level(), pool.pool());
  }
}
