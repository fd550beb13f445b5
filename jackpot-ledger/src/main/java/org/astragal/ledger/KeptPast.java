package org.astragal.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.Row.Contribution;

/** The contributions that an audit has recomputed and that are not decided. Used by one thread. */
final class KeptPast implements Past {
  private final Map<Integer, Deque<Kept>> byPool = new HashMap<>();

  private record Kept(Contribution row, Terms terms) {}

  @Override
  public List<Given> find(Wanted wanted) {
    var found = new ArrayList<Given>();
    for (var kept : byPool.getOrDefault(wanted.pool().id(), new ArrayDeque<>())) {
      if (found.size() < wanted.most()) {
        wanted.of(kept.row(), kept.terms()).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Keeps what an entry came to, and forgets what is decided; before the pools settle. */
  void add(Work work, Pools pools) {
    for (var pool : pools.all()) {
      var undecided =
          pool.levels().stream()
              .filter(l -> l.rules().kind() != TriggerRules.Kind.GAME && !l.retired())
              .mapToLong(l -> l.decided().posting())
              .min();
      if (undecided.isEmpty()) {
        byPool.remove(pool.id());
        continue;
      }
      var kept = byPool.computeIfAbsent(pool.id(), _ -> new ArrayDeque<>());
      for (var row : work.rows()) {
        if (row instanceof Contribution contribution && row.pool() == pool.id()) {
          pool.terms(contribution.terms())
              .ifPresent(terms -> kept.add(new Kept(contribution, terms)));
        }
      }
      while (!kept.isEmpty() && kept.getFirst().row().n() <= undecided.getAsLong()) {
        kept.removeFirst();
      }
    }
  }
}
