package org.astragal.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * A bet whose contribution is held until two persons have decided, with all that is needed to post
 * it later as the rules of its own time asked. Immutable.
 *
 * @param pool the pool's number
 * @param posting number of the posting that says it is held
 * @param log number of the log of its round
 * @param wager the round
 * @param stake the bet
 * @param dueMicro what the rates asked, in the bet's currency
 * @param cutMicro what caps cut of it
 * @param cutBy which caps did, see {@link Row.Steps#cutBy}
 * @param rateE12 what the bet's currency was worth
 * @param shares what the rates asked for each level, together {@code dueMicro}
 */
record HeldBet(
    int pool,
    long posting,
    int log,
    Wager wager,
    Wager.Stake stake,
    long dueMicro,
    long cutMicro,
    int cutBy,
    long rateE12,
    List<Share> shares) {
  /** Amounts of one level: pool, reserve, hidden. */
  static final int PARTS = 3;

  HeldBet {
    shares = List.copyOf(shares);
  }

  /**
   * Where it is held.
   *
   * @param pool the pool
   * @param posting number of the posting that says so
   */
  record Place(String pool, long posting) {
    Place {
      RuleChecks.identifier("pool", pool);
      RuleChecks.range("posting", posting, 1, Long.MAX_VALUE);
    }

    static Place of(Json.Obj json) throws JsonException {
      return new Place(json.string("pool"), json.decimal("posting"));
    }
  }

  /**
   * What a level was to get, before caps, in the bet's currency.
   *
   * @param level the level's number
   */
  record Share(int level, long toPool, long toReserve, long toHidden) {}

  /** {@return a bet that has just been held} {@code due} as {@link Pipeline#due} gave it. */
  static HeldBet of(PoolState pool, Row.Contribution row, long[] due) {
    var levels = pool.terms().levels();
    var shares =
        IntStream.range(0, levels.size())
            .mapToObj(i ->
                new Share(
                    pool.levels().get(levels.get(i).index()).id(),
                    due[i * PARTS],
                    due[i * PARTS + 1],
                    due[i * PARTS + 2]))
            .toList();
    return new HeldBet(
        row.pool(),
        row.n(),
        row.log(),
        row.wager(),
        row.stake(),
        row.steps().dueMicro(),
        row.steps().cutMicro(),
        row.steps().cutBy(),
        row.steps().rateE12(),
        shares);
  }

  /** {@return what caps had left of it} */
  long allowedMicro() {
    return dueMicro - cutMicro;
  }

  Exchange exchange() {
    return new Exchange(stake.currency(), stake.exp(), rateE12);
  }

  /**
   * {@return what was due, in the order of the levels that take part now; empty if a level that was
   * to get something does not any more}
   */
  Optional<long[]> due(PoolState pool) {
    var levels = pool.terms().levels();
    var due = new long[levels.size() * PARTS];
    for (var share : shares) {
      var at =
          IntStream.range(0, levels.size())
              .filter(i -> pool.levels().get(levels.get(i).index()).id() == share.level())
              .findFirst();
      if (at.isPresent()) {
        due[at.getAsInt() * PARTS] = share.toPool();
        due[at.getAsInt() * PARTS + 1] = share.toReserve();
        due[at.getAsInt() * PARTS + 2] = share.toHidden();
      }
    }
    return Arrays.stream(due).sum() == dueMicro ? Optional.of(due) : Optional.empty();
  }
}
