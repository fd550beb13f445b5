package org.astragal.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.ledger.Row.Reason;

/**
 * Brings rules files into force: the files of a directory are looked at as a whole first, so that
 * either all of them hold or none.
 */
final class Adoption {
  private Adoption() {}

  /** {@return why the files cannot follow what is in force, in one sentence for people} */
  static Optional<String> obstacle(Pools pools, List<RulesFile> files) {
    for (var pool : pools.all()) {
      var file = files.stream().filter(f -> f.rules().pool().equals(pool.name())).findFirst();
      var found = file.isEmpty() ? missing(pool) : clashOfNews(pools, pool, file.get());
      if (found.isPresent()) {
        return found.map(what -> "rules of pool " + pool.name() + ": " + what);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missing(PoolState pool) {
    return pool.levels().stream().allMatch(LevelState::retired)
        ? Optional.empty()
        : Optional.of("there is no file of it, but it has levels; retire them first");
  }

  /** What is in force already is not judged again: a level in it may have been retired since. */
  private static Optional<String> clashOfNews(Pools pools, PoolState pool, RulesFile file) {
    return isNews(pools, file) ? clash(pool, file) : Optional.empty();
  }

  private static Optional<String> clash(PoolState pool, RulesFile file) {
    var old = pool.terms().rules();
    var rules = file.rules();
    if (!old.currency().equals(rules.currency()) || old.exp() != rules.exp()) {
      return Optional.of(
          "it is kept in %s with exp %d and cannot change".formatted(old.currency(), old.exp()));
    }
    for (var level : pool.levels()) {
      var next = file.level(level.name());
      if (level.retired() && next.isPresent()) {
        return Optional.of("level " + level.name() + " is retired; choose another id");
      }
      if (!level.retired() && next.isEmpty()) {
        return Optional.of("level " + level.name() + " is missing; retire it first");
      }
      if (!level.retired()
          && level.rules().kind() != TriggerRules.Kind.GAME
          && !rules.isSignedOnly()) {
        return Optional.of(
            "level " + level.name() + " is decided by an appliance: " + PoolRules.SIGNED_ONLY);
      }
      if (next.isPresent()) {
        var now = level.rules();
        if (!now.equals(next.get()) && next.get().atOnce()) {
          var found = cannotHoldAtOnce(now, next.get());
          if (found.isPresent()) {
            return found.map(what -> "level " + level.name() + ": " + what);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** What players were shown of a level that they fill cannot be taken back before it is won. */
  private static Optional<String> cannotHoldAtOnce(LevelRules now, LevelRules next) {
    if (next.ceilingMicro() < now.ceilingMicro()) {
      return Optional.of("a lower ceiling can only hold at the reset: effective: at-reset");
    }
    if (!next.trigger().equals(now.trigger())) {
      return Optional.of("another trigger can only hold at the reset: effective: at-reset");
    }
    return Optional.empty();
  }

  /** {@return whether a file says anything that is not in force or waiting for a reset already} */
  static boolean isNews(Pools pools, RulesFile file) {
    return pools
        .pool(file.rules().pool())
        .map(pool -> !pool.terms().file().hash().equals(file.hash()))
        .orElse(true);
  }

  /**
   * Brings a file into force that {@link #obstacle} found none against; new levels are seeded.
   *
   * @param pools changed by it
   * @param work gets the postings
   */
  static void adopt(Pools pools, RulesFile file, Work work) {
    var pool = pools.pool(file.rules().pool()).orElseGet(() -> pools.create(file));
    var known = pool.levels().stream().map(LevelState::name).collect(Collectors.toSet());
    var created = new HashSet<LevelState>();
    for (var rules : file.rules().levels()) {
      if (!known.contains(rules.id())) {
        created.add(pools.createLevel(pool, rules.id(), file));
      }
    }
    pool.adopt(file);
    var postings = new Postings(work);
    for (var level : pool.levels()) {
      if (created.contains(level)) {
        var seed = level.rules().seedMicro();
        postings.move(
            pool, level, AccountKind.HOUSE, AccountKind.POOL, seed, Reason.SEED, Postings.NO_CAUSE);
        level.decided(Decided.begin(0, seed));
        work.moved(level);
      }
    }
  }
}
