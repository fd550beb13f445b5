package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All pools as they stand, in the order of their numbers. Used by one thread. */
final class Pools {
  private final List<PoolState> all;

  Pools(List<PoolState> all) {
    this.all = new ArrayList<>(all);
  }

  Pools copy() {
    return new Pools(all.stream().map(PoolState::copy).toList());
  }

  /** What began is in the books now. */
  void settle() {
    all.forEach(PoolState::settle);
  }

  List<PoolState> all() {
    return all;
  }

  Optional<PoolState> pool(String name) {
    return all.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  Optional<PoolState> pool(int id) {
    return id < 1 || id > all.size() ? Optional.empty() : Optional.of(all.get(id - 1));
  }

  /** Adds a pool without levels. */
  PoolState create(RulesFile file) {
    var pool =
        new PoolState(
            all.size() + 1,
            file.rules().pool(),
            List.of(),
            Map.of(),
            new Terms(0, file, List.of()),
            0);
    all.add(pool);
    return pool;
  }

  /** Adds a level that holds nothing. */
  LevelState createLevel(PoolState pool, String name, RulesFile file) {
    var id = 1 + all.stream().mapToInt(p -> p.levels().size()).sum();
    var level = new LevelState(id, name, file);
    pool.levels().add(level);
    return level;
  }

  /** {@return the level with a number, with its pool} */
  Optional<Place> level(int id) {
    for (var pool : all) {
      for (var level : pool.levels()) {
        if (level.id() == id) {
          return Optional.of(new Place(pool, level));
        }
      }
    }
    return Optional.empty();
  }

  /** {@return levels whose balances are not those of {@code before}} */
  List<Place> changedSince(Pools before) {
    var changed = new ArrayList<Place>();
    for (var pool : all) {
      for (var level : pool.levels()) {
        var old = before.level(level.id());
        if (old.isEmpty() || !old.get().level().hasSameBalances(level)) {
          changed.add(new Place(pool, level));
        }
      }
    }
    return changed;
  }

  /** A level and the pool that it belongs to. */
  record Place(PoolState pool, LevelState level) {}
}
