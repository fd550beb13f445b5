package org.astragal.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the records of one delivery do to the books. Used by one thread. */
final class Batch {
  /** Variance rows kept of one delivery; all are counted. */
  static final int MAX_VARIANCES = 100;

  /** A settled round and what its bets give. */
  record Posting(long seq, RoundKey round, List<Share> shares) {}

  /** A claim of the appliance that differs from what the rules say; micro-units. */
  record Variance(long seq, String bet, String pool, String level, String claimed, long computed) {}

  /** A genuine record that cannot be posted. */
  record Unpostable(long seq, Refusal reason, String detail) {}

  private final List<Posting> postings = new ArrayList<>();
  private final List<Variance> variances = new ArrayList<>();
  private final List<Unpostable> unpostable = new ArrayList<>();
  private final Map<String, Long> tallies = new TreeMap<>();
  private final List<KeyTrail.Change> keys = new ArrayList<>();
  private final List<Database.Work<?>> beside = new ArrayList<>();

  /** Does {@code work} in the same transaction. It may run more than once before that commits. */
  void beside(Database.Work<?> work) {
    beside.add(work);
  }

  List<Database.Work<?>> beside() {
    return beside;
  }

  void follow(KeyTrail.Change change) {
    keys.add(change);
  }

  List<KeyTrail.Change> keys() {
    return keys;
  }

  void post(Posting posting) {
    postings.add(posting);
  }

  void tally(String name) {
    tallies.merge(name, 1L, Long::sum);
  }

  void vary(Variance variance) {
    tally("variance");
    if (variances.size() < MAX_VARIANCES) {
      variances.add(variance);
    }
  }

  /** Takes over what another batch holds, but for variances that {@code kept} does not want. */
  void take(Batch other, Predicate<Variance> kept) {
    postings.addAll(other.postings);
    unpostable.addAll(other.unpostable);
    keys.addAll(other.keys);
    beside.addAll(other.beside);
    other.tallies.forEach((name, n) -> {
      if (!name.equals("variance")) {
        tallies.merge(name, n, Long::sum);
      }
    });
    other.variances.stream().filter(kept).forEach(this::vary);
  }

  void refuse(Unpostable what) {
    tally("unpostable." + what.reason().code());
    unpostable.add(what);
  }

  List<Posting> postings() {
    return postings;
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

  /** A copy without the postings, to be filled again by a more careful pass. */
  Batch withoutPostings() {
    var copy = new Batch();
    copy.variances.addAll(variances);
    copy.unpostable.addAll(unpostable);
    copy.tallies.putAll(tallies);
    copy.keys.addAll(keys);
    copy.beside.addAll(beside);
    return copy;
  }

  /**
   * {@return what each level gets}
   *
   * @throws ArithmeticException if a sum does not fit
   */
  Map<Integer, Totals> totals() {
    var sums = new HashMap<Integer, Totals>();
    for (var posting : postings) {
      for (var share : posting.shares()) {
        sums.merge(
            share.level(), new Totals(share.poolMicro(), share.reserveMicro()), Totals::plus);
      }
    }
    return sums;
  }

  /** Micro-units that go from SOURCE to POOL and to RESERVE. */
  record Totals(long pool, long reserve) {
    Totals plus(Totals other) {
      return new Totals(Math.addExact(pool, other.pool), Math.addExact(reserve, other.reserve));
    }

    /** {@return what leaves SOURCE} */
    long source() {
      return Math.addExact(pool, reserve);
    }
  }
}
