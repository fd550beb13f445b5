package org.astragal.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.Json;
import org.astragal.service.TwoPersons;

/**
 * Does what two persons have decided of a contribution that was held, in whole or not at all. The
 * ledger in service and the audit run the very same. Used by one thread, for one entry.
 */
final class HeldRulings {
  private final Pools pools;
  private final CapUse use;
  private final Work work;

  /**
   * Creates one for an entry.
   *
   * @param pools the pools, changed by it
   * @param use what caps have let through, changed by it
   * @param work what comes out
   */
  HeldRulings(Pools pools, CapUse use, Work work) {
    this.pools = pools;
    this.use = use;
    this.work = work;
  }

  /**
   * Carries out a ruling.
   *
   * @param approvals the word of each: the second one says which day it is
   * @return why it cannot be, in words for people; then nothing has changed
   */
  Optional<String> apply(Ruling ruling, List<TwoPersons.Approval> approvals, HeldBet bet) {
    if (ruling.act() == Ruling.Act.RELEASE) {
      var at = approvals.getLast().at();
      var obstacle = new Engine(pools, use, work, bet.log()).release(bet, at);
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    var told = new TreeMap<String, Json>();
    told.put("log", new Json.Str(ruling.log()));
    told.put("pool", new Json.Str(ruling.held().orElseThrow().pool()));
    told.put("posting", new Json.Str(Long.toString(bet.posting())));
    told.put("reason", new Json.Str(ruling.reason()));
    told.put("seq", new Json.Str(Long.toString(bet.wager().seq())));
    work.event(
        ruling.act() == Ruling.Act.RELEASE
            ? "jackpot.contribution.released"
            : "jackpot.contribution.rejected",
        Map.copyOf(told));
    return Optional.empty();
  }
}
