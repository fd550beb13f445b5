package org.astragal.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.astragal.ledger.Batch.Unpostable;
import org.astragal.ledger.Batch.Variance;

/** What an entry of the journal came to, before it is committed. Used by one thread. */
final class Work {
  private final List<Row> rows = new ArrayList<>();
  private final List<Wager> posted = new ArrayList<>();
  private final List<Variance> variances = new ArrayList<>();
  private final List<Unpostable> unpostable = new ArrayList<>();
  private final Map<String, Long> tallies = new TreeMap<>();
  private final Activity activity = new Activity();
  private final Set<Meter> meters = new LinkedHashSet<>();

  /** A level whose meter has moved. */
  record Meter(int pool, int level) {}

  /** Begins with what was found before the rounds are looked at. */
  void take(Batch batch) {
    batch.tallies().forEach((name, n) -> tallies.merge(name, n, Long::sum));
    batch.unpostable().forEach(this::refuse);
  }

  void add(Row row) {
    rows.add(row);
  }

  void post(Wager wager) {
    posted.add(wager);
  }

  void tally(String name) {
    tallies.merge(name, 1L, Long::sum);
  }

  void vary(Variance variance) {
    tally("variance");
    if (variances.size() < Batch.MAX_VARIANCES) {
      variances.add(variance);
    }
  }

  void refuse(Unpostable what) {
    tally("unpostable." + what.reason().code());
    unpostable.add(what);
  }

  void moved(PoolState pool, LevelState level) {
    meters.add(new Meter(pool.id(), level.id()));
  }

  /** {@return all postings, in order} */
  List<Row> rows() {
    return rows;
  }

  /** {@return the rounds that are settled with it} */
  List<Wager> posted() {
    return posted;
  }

  List<Variance> variances() {
    return variances;
  }

  List<Unpostable> unpostable() {
    return unpostable;
  }

  Map<String, Long> tallies() {
    return tallies;
  }

  Activity activity() {
    return activity;
  }

  /** {@return levels whose POOL has changed, in the order of their first change} */
  Set<Meter> meters() {
    return meters;
  }
}
