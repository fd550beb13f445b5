package org.astragal.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was contributed in gaming days, as far as a cap asks. Used by one thread. */
final class CapUse {
  private final Map<Key, Long> used = new HashMap<>();
  private final Set<Key> changed = new HashSet<>();

  /**
   * Whose contributions are counted.
   *
   * @param pool the pool's number
   * @param day days since 1970-01-01
   * @param who a jurisdiction, or jurisdiction, operator and player with spaces between
   */
  record Key(int pool, long day, String who) {
    static Key jurisdiction(PoolState pool, long day, Wager.Stake stake) {
      return new Key(pool.id(), day, stake.jurisdiction());
    }

    static Key player(PoolState pool, long day, Wager wager, Wager.Stake stake) {
      return new Key(
          pool.id(), day, stake.jurisdiction() + ' ' + wager.operator() + ' ' + stake.player());
    }
  }

  CapUse copy() {
    var copy = new CapUse();
    copy.used.putAll(used);
    return copy;
  }

  /** {@return the keys that wagers will ask for} */
  static Set<Key> wanted(Collection<PoolState> pools, Iterable<Wager> wagers) {
    var keys = new HashSet<Key>();
    for (var pool : pools) {
      var rules = pool.terms().rules();
      for (var wager : wagers) {
        if (rules.games().contains(wager.game())) {
          wager.bets().forEach(stake -> add(keys, pool, wager, stake));
        }
      }
    }
    return keys;
  }

  /** {@return the keys that one bet will ask for} */
  static Set<Key> of(PoolState pool, Wager wager, Wager.Stake stake) {
    var keys = new HashSet<Key>();
    add(keys, pool, wager, stake);
    return keys;
  }

  private static void add(Set<Key> keys, PoolState pool, Wager wager, Wager.Stake stake) {
    var place = pool.terms().place(stake.jurisdiction());
    if (place.caps().countsDays()) {
      var day = place.dayOf(wager.at());
      place.caps().playerDayMicro().ifPresent(_ -> keys.add(Key.player(pool, day, wager, stake)));
      place
          .caps()
          .jurisdictionDayMicro()
          .ifPresent(_ -> keys.add(Key.jurisdiction(pool, day, stake)));
    }
  }

  /** What is known from before. */
  void know(Key key, long micro) {
    used.put(key, micro);
  }

  /** {@return micro-units of the pool's currency} */
  long of(Key key) {
    return used.getOrDefault(key, 0L);
  }

  void add(Key key, long micro) {
    used.merge(key, micro, Math::addExact);
    changed.add(key);
  }

  /** {@return what has changed since it was known} */
  Map<Key, Long> changes() {
    var changes = new HashMap<Key, Long>();
    changed.forEach(key -> changes.put(key, of(key)));
    return changes;
  }
}
