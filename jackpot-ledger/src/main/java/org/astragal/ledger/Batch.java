package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the records of one delivery ask of the books. Used by one thread. */
final class Batch {
  /** Variance rows kept of one delivery; all are counted. */
  static final int MAX_VARIANCES = 100;

  /** A claim of the appliance that differs from what the rules say; micro-units. */
  record Variance(long seq, String bet, String pool, String level, String claimed, long computed) {}

  /** A genuine record that cannot be posted. */
  record Unpostable(long seq, Refusal reason, String detail) {}

  private final List<Wager> wagers = new ArrayList<>();
  private final List<Answers.Said> answers = new ArrayList<>();
  private final List<Unpostable> unpostable = new ArrayList<>();
  private final Map<String, Long> tallies = new TreeMap<>();
  private final List<KeyTrail.Change> keys = new ArrayList<>();
  private final List<Database.Work<?>> beside = new ArrayList<>();
  private Optional<Input> ruling = Optional.empty();

  /** What two persons have decided, without which this would not be: an entry of its own before. */
  void rule(Input.Ruled input) {
    ruling = Optional.of(input);
  }

  Optional<Input> ruling() {
    return ruling;
  }

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

  void add(Wager wager) {
    wagers.add(wager);
  }

  /** Takes what an appliance has sealed about a level, after all records before it. */
  void add(Answers.Said said) {
    answers.add(said);
  }

  /** Does something with each record that moves money, in the order of the log. */
  interface Steps {
    void round(Wager wager);

    void answer(Answers.Said said) throws StoreException;
  }

  void inOrder(Steps steps) throws StoreException {
    var next = 0;
    for (var said : answers) {
      for (; next < wagers.size() && wagers.get(next).seq() < said.seq(); next++) {
        steps.round(wagers.get(next));
      }
      steps.answer(said);
    }
    for (; next < wagers.size(); next++) {
      steps.round(wagers.get(next));
    }
  }

  void tally(String name) {
    tallies.merge(name, 1L, Long::sum);
  }

  void refuse(Unpostable what) {
    unpostable.add(what);
  }

  /** {@return the rounds, in order} */
  List<Wager> wagers() {
    return wagers;
  }

  /** {@return rounds that were found to be settled before} */
  List<Unpostable> unpostable() {
    return unpostable;
  }

  Map<String, Long> tallies() {
    return tallies;
  }

  /** A copy without the rounds, to be filled again by a more careful pass. */
  Batch withoutWagers() {
    var copy = new Batch();
    copy.answers.addAll(answers);
    copy.unpostable.addAll(unpostable);
    copy.tallies.putAll(tallies);
    copy.keys.addAll(keys);
    copy.beside.addAll(beside);
    copy.ruling = ruling;
    return copy;
  }
}
