package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.Row.Contribution;

/** The contributions that were posted before the entry at hand. */
@FunctionalInterface
interface Past {
  /** Which contributions are wanted. */
  record Wanted(PoolState pool, LevelState level, long first, long last, long leastPool, int most) {
    /** {@return what a posting is, if it is wanted} */
    Optional<Given> of(Contribution row, Terms terms) {
      if (row.pool() != pool.id()
          || row.n() < first
          || row.n() > last
          || row.steps().decision() != Decision.CONTRIBUTED) {
        return Optional.empty();
      }
      var index = pool.levels().indexOf(level);
      for (var at = 0; at < terms.levels().size(); at++) {
        if (terms.levels().get(at).index() == index
            && row.amount(at, Contribution.POOL_AFTER) >= leastPool) {
          return Optional.of(given(row, at));
        }
      }
      return Optional.empty();
    }

    private static Given given(Contribution row, int at) {
      var stake = row.stake();
      return new Given(
          row.n(),
          row.log(),
          row.wager().seq(),
          stake.bet(),
          row.wager().operator(),
          row.wager().roundId(),
          stake.player(),
          stake.jurisdiction(),
          Given.stake(stake.minor(), row.steps().rateE12()),
          row.amount(at, Contribution.POOL_AFTER));
    }
  }

  /** {@return the first of the contributions that are wanted, in order} */
  List<Given> find(Wanted wanted) throws StoreException;

  /** {@return a past to which the entry at hand belongs} */
  default Past and(Work work) {
    return wanted -> {
      var found = new ArrayList<>(find(wanted));
      for (var row : work.rows()) {
        if (found.size() < wanted.most() && row instanceof Contribution contribution) {
          var terms = wanted.pool().terms(contribution.terms());
          terms.flatMap(t -> wanted.of(contribution, t)).ifPresent(found::add);
        }
      }
      return found;
    };
  }
}
