package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pool as it stands: all that a bet can change or depends on, but for the use of day caps. Used
 * by one thread.
 */
final class PoolState {
  private final int id;
  private final String name;
  private final List<LevelState> levels;
  private final Map<String, Long> carry;
  private final List<Terms> begun = new ArrayList<>();
  private Terms first;
  private Terms terms;
  private long postings;

  PoolState(
      int id,
      String name,
      List<LevelState> levels,
      Map<String, Long> carry,
      Terms terms,
      long postings) {
    this.id = id;
    this.name = name;
    this.levels = new ArrayList<>(levels);
    this.carry = new TreeMap<>(carry);
    this.first = terms;
    this.terms = terms;
    this.postings = postings;
  }

  PoolState copy() {
    return new PoolState(
        id, name, levels.stream().map(LevelState::copy).toList(), carry, terms, postings);
  }

  /** {@return its number in the books} */
  int id() {
    return id;
  }

  String name() {
    return name;
  }

  /** {@return every level it ever had, in the order in which they came} */
  List<LevelState> levels() {
    return levels;
  }

  Optional<LevelState> level(String level) {
    return levels.stream().filter(l -> l.name().equals(level)).findFirst();
  }

  /** {@return what holds now} */
  Terms terms() {
    return terms;
  }

  /** {@return postings so far; each has a number of its own, from 1} */
  long postings() {
    return postings;
  }

  long nextPosting() {
    return ++postings;
  }

  /** {@return parts of a micro-unit of the pool's currency that an exchange left, times 10^12} */
  long carry(String currency) {
    return carry.getOrDefault(currency, 0L);
  }

  void carry(String currency, long parts) {
    carry.put(currency, parts);
  }

  /** {@return every carry, by currency} */
  Map<String, Long> carries() {
    return carry;
  }

  /** Takes new rules: those of the pool hold at once, those of levels as each file says. */
  void adopt(RulesFile newest) {
    for (var level : levels) {
      newest
          .level(level.name())
          .filter(_ -> !level.retired())
          .ifPresent(next -> {
            if (next.atOnce() || next.equals(level.rules())) {
              level.file(newest);
            }
          });
    }
    rewriteTerms(newest);
  }

  /** After a win the newest rules of the level hold. */
  void renew(LevelState level) {
    if (level.file() != terms.file() && terms.file().level(level.name()).isPresent()) {
      level.file(terms.file());
      rewriteTerms(terms.file());
    }
  }

  /** The list of levels has changed, or what holds for one. */
  void rewriteTerms(RulesFile newest) {
    terms = new Terms(terms.number() + 1, newest, inForce(levels, newest));
    begun.add(terms);
  }

  /** {@return terms that came to hold since this state was read or copied} */
  List<Terms> begun() {
    return begun;
  }

  /** {@return terms that have held since this state was read, copied or settled} */
  Optional<Terms> terms(int number) {
    return first.number() == number
        ? Optional.of(first)
        : begun.stream().filter(one -> one.number() == number).findFirst();
  }

  /** What began is in the books now. */
  void settle() {
    first = terms;
    begun.clear();
  }

  /** {@return the levels that are not retired, each under the file that holds for it} */
  static List<Terms.Level> inForce(List<LevelState> levels, RulesFile newest) {
    var inForce = new ArrayList<Terms.Level>();
    for (var i = 0; i < levels.size(); i++) {
      var level = levels.get(i);
      if (!level.retired() && newest.level(level.name()).isPresent()) {
        inForce.add(Terms.Level.of(i, level.file(), level.rules()));
      }
    }
    return inForce;
  }
}
