package org.astragal.ledger;

import java.util.List;

/**
 * A pool in service: its rules, and the numbers that its rows carry in the books.
 *
 * @param rules what the file says
 * @param rulesId number of the file in table {@code rules}
 * @param levelIds numbers of the levels, in the order of {@code rules.levels()}
 */
record Pool(PoolRules rules, int rulesId, List<Integer> levelIds) {
  Pool {
    levelIds = List.copyOf(levelIds);
  }
}
