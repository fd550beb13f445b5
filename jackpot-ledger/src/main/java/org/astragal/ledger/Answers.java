package org.astragal.ledger;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.astragal.ledger.TriggerRules.Kind;
import org.astragal.outcome.Json;

/**
 * Does what an appliance has decided: thresholds that are hit, and numbers that are drawn. An answer
 * that does not follow from the pools as they stand changes nothing. Used by one thread.
 */
final class Answers {
  private final Pools pools;
  private final Past past;
  private final Work work;

  Answers(Pools pools, Past past, Work work) {
    this.pools = pools;
    this.past = past;
    this.work = work;
  }

  /**
   * Applies an answer that is verified.
   *
   * @return why it cannot be applied; nothing if it was
   */
  Optional<String> apply(Answer answer) throws StoreException {
    var pool = pools.pool(answer.pool());
    var level = pool.flatMap(p -> p.level(answer.level()));
    if (level.isEmpty() || level.get().retired()) {
      return Optional.of("there is no such level");
    }
    var trigger = level.get().rules().trigger();
    if (!trigger.flatMap(TriggerRules::holder).equals(Optional.of(answer.holder()))) {
      return Optional.of("the rules name another holder than " + answer.holder());
    }
    if (answer.cycle() != level.get().cycle()) {
      return Optional.of("cycle " + answer.cycle() + ", the level is in " + level.get().cycle());
    }
    return switch (answer) {
      case Answer.Committed committed -> commit(pool.orElseThrow(), level.get(), committed);
      case Answer.Checked checked -> check(pool.orElseThrow(), level.get(), checked);
      case Answer.Closed closed -> close(level.get(), closed);
      case Answer.Drawn drawn -> draw(pool.orElseThrow(), level.get(), drawn);
    };
  }

  private Optional<String> commit(PoolState pool, LevelState level, Answer.Committed answer) {
    if (level.rules().kind() != Kind.MUST_HIT || level.check().committed().isPresent()) {
      return Optional.of("no threshold is wanted");
    }
    if (!answer.rules().equals(level.file().hash())) {
      return Optional.of("it is for other rules: " + answer.rules());
    }
    if (answer.fromMinor() != opening(level)
        || answer.toMinor() != level.rules().trigger().orElseThrow().upToMinor().orElseThrow()) {
      return Optional.of("it is for other bounds");
    }
    level.check(
        new Check(
            level.check().posting(),
            level.check().micro(),
            Optional.of(
                new Check.Committed(answer.commitment(), answer.fromMinor(), answer.toMinor()))));
    work.event(
        "jackpot.threshold.sealed",
        told(pool, level, Map.of("commitment", answer.commitment().toString())));
    return Optional.empty();
  }

  /** {@return what a threshold must be above: what the level held when its cycle began} */
  static long opening(LevelState level) {
    return Math.max(Math.floorDiv(level.check().micro(), PoolRules.MICRO), 0);
  }

  private Optional<String> check(PoolState pool, LevelState level, Answer.Checked answer)
      throws StoreException {
    var check = level.check();
    if (check.committed().isEmpty()) {
      return Optional.of("no threshold was sealed");
    }
    if (answer.before() != check.micro()
        || answer.after() < answer.before()
        || answer.posting() <= check.posting()
        || answer.posting() > pool.postings()) {
      return Optional.of("it does not go on where the last one ended");
    }
    var asked = past.contribution(pool, answer.posting()).flatMap(g -> of(g, level));
    if (asked.map(Given.Amounts::poolAfter).orElse(-1L) != answer.after()) {
      return Optional.of("the level did not hold that after posting " + answer.posting());
    }
    if (answer.opened().isEmpty()) {
      level.check(new Check(answer.posting(), answer.after(), check.committed()));
      return Optional.empty();
    }
    var opened = answer.opened().get();
    var wrong = wrong(level, opened);
    if (wrong.isPresent()) {
      return wrong;
    }
    var micro = Math.multiplyExact(opened.minor(), PoolRules.MICRO);
    var first = past.reaching(pool, level, check.posting() + 1, answer.posting(), micro);
    if (micro > answer.after() || first.isEmpty()) {
      return Optional.of("it says hit below the threshold");
    }
    work.event(
        "jackpot.threshold.revealed",
        told(pool, level, Map.of("thresholdMinor", Long.toString(opened.minor()))));
    new Wins(work).amount(pool, level, first.get().winner(), opened.minor());
    return Optional.empty();
  }

  private static Optional<String> wrong(LevelState level, Answer.Opened opened) {
    var committed = level.check().committed().orElseThrow();
    if (opened.minor() <= committed.fromMinor() || opened.minor() > committed.toMinor()) {
      return Optional.of("the threshold is not within its bounds");
    }
    return Optional.empty();
  }

  private Optional<String> close(LevelState level, Answer.Closed answer) {
    var check = level.check();
    if (check.committed().isEmpty()) {
      return Optional.of("no threshold was sealed");
    }
    if (Math.multiplyExact(answer.opened().minor(), PoolRules.MICRO) <= check.micro()) {
      return Optional.of("an earlier answer said that this threshold was not hit");
    }
    var wrong = wrong(level, answer.opened());
    if (wrong.isEmpty()) {
      level.check(Check.begin(check.posting(), check.micro()));
    }
    return wrong;
  }

  private Optional<String> draw(PoolState pool, LevelState level, Answer.Drawn answer)
      throws StoreException {
    var check = level.check();
    if (level.rules().kind() != Kind.MYSTERY
        || !answer.rules().equals(level.file().hash())
        || answer.oneIn() != level.rules().trigger().orElseThrow().oneInMinor().orElseThrow()) {
      return Optional.of("it is for other rules");
    }
    if (answer.first() != check.posting() + 1
        || answer.last() < answer.first()
        || answer.last() > pool.postings()) {
      return Optional.of("it does not go on where the last one ended");
    }
    var all = BigInteger.ZERO;
    Optional<Given> hit = Optional.empty();
    for (var given : past.contributions(pool, answer.first(), answer.last())) {
      all = all.add(BigInteger.valueOf(given.weight()));
      if (hit.isEmpty() && BigInteger.valueOf(answer.value()).compareTo(all) < 0) {
        hit = Optional.of(given);
      }
    }
    if (!all.equals(BigInteger.valueOf(answer.stake()))
        || answer.stake() > answer.oneIn()
        || answer.value() >= answer.oneIn()) {
      return Optional.of("the stakes of these postings are " + all);
    }
    level.check(new Check(answer.last(), level.micro(AccountKind.POOL), Optional.empty()));
    hit.ifPresent(given -> new Wins(work).all(pool, level, given.winner()));
    return Optional.empty();
  }

  private static Optional<Given.Amounts> of(Given given, LevelState level) {
    return Optional.ofNullable(given.amounts().get(level.id()));
  }

  private static Map<String, Json> told(
      PoolState pool, LevelState level, Map<String, String> more) {
    var told = new java.util.TreeMap<String, Json>();
    told.put("cycle", new Json.Str(Long.toString(level.cycle())));
    told.put("level", new Json.Str(level.name()));
    told.put("pool", new Json.Str(pool.name()));
    more.forEach((name, value) -> told.put(name, new Json.Str(value)));
    return told;
  }
}
