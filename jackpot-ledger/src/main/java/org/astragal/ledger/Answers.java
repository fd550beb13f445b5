package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.ledger.TriggerRules.Kind;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Closed;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.Json;
import org.astragal.outcome.ThresholdOpening;

/**
 * Does what an appliance has sealed about a level over which it decides: in the place of the record
 * in its log, once, whoever asked and however often. What does not follow from the pools as they
 * stand changes nothing and is told. The ledger in service and the audit run the very same.
 *
 * <p>Used by one thread, for one entry of the journal.
 */
final class Answers {
  private final Pools pools;
  private final Past past;
  private final Work work;

  /**
   * Creates one for an entry.
   *
   * @param pools the pools, changed by it
   * @param past what was posted before the entry
   * @param work what comes out
   */
  Answers(Pools pools, Past past, Work work) {
    this.pools = pools;
    this.past = past.and(work);
    this.work = work;
  }

  /**
   * What a record said.
   *
   * @param log origin of the log
   * @param seq the record's place in it
   * @param at when it was made
   */
  record Said(String log, long seq, Instant at, JackpotEvent event) {}

  /**
   * Why an answer is not followed.
   *
   * @param proof whether the log contradicts itself: it is the appliance that is wrong
   */
  record Refused(String why, boolean proof) {
    private static Optional<Refused> because(String why) {
      return Optional.of(new Refused(why, false));
    }

    private static Optional<Refused> contradiction(String why) {
      return Optional.of(new Refused(why, true));
    }
  }

  /** Follows an answer. {@return why not, if it was not} */
  Optional<Refused> apply(Said said) throws StoreException {
    var place = said.event().place();
    var pool = pools.pool(place.pool());
    var level = pool.flatMap(p -> p.level(place.level()));
    if (level.isEmpty()) {
      work.tally("answer-for-another-ledger");
      return Optional.empty();
    }
    var refused = follow(said, pool.orElseThrow(), level.get());
    refused.ifPresent(r -> refuse(said, r));
    return refused;
  }

  private Optional<Refused> follow(Said said, PoolState pool, LevelState level)
      throws StoreException {
    var rules = level.rules();
    if (!rules.trigger().flatMap(TriggerRules::holder).equals(Optional.of(said.log()))) {
      return Refused.because("the rules name another holder");
    }
    if (said.event().place().cycle() != level.cycle()) {
      return Refused.because("the level is in cycle " + level.cycle());
    }
    if (level.retired() && !(said.event() instanceof Closed)) {
      return Refused.because("the level is retired");
    }
    return switch (said.event()) {
      case Committed committed -> commit(committed, pool, level);
      case Checked checked -> check(said, checked, pool, level);
      case Closed closed -> close(closed, pool, level);
      case Drawn drawn -> draw(said, drawn, pool, level);
    };
  }

  private Optional<Refused> commit(Committed said, PoolState pool, LevelState level) {
    var decided = level.decided();
    if (level.rules().kind() != Kind.MUST_HIT || decided.threshold().isPresent()) {
      return Refused.because("no threshold is wanted");
    }
    var upTo = level.rules().trigger().flatMap(TriggerRules::upToMinor);
    if (said.openMicro() != decided.micro() || !upTo.equals(Optional.of(said.toMinor()))) {
      return Refused.because("it is for other bounds");
    }
    // Who contributed before the threshold was there cannot have reached it.
    level.decided(
        new Decided(
            pool.postings(),
            decided.micro(),
            Optional.of(
                new Decided.Threshold(said.commitment(), said.fromMinor(), said.toMinor()))));
    tell("jackpot.threshold.committed", said, Map.of("commitment", said.commitment().toString()));
    return Optional.empty();
  }

  private Optional<Refused> check(Said said, Checked checked, PoolState pool, LevelState level)
      throws StoreException {
    var decided = level.decided();
    var threshold = decided.threshold();
    if (threshold.isEmpty() || !threshold.get().commitment().equals(checked.commitment())) {
      return Refused.because("the level has no such threshold");
    }
    if (checked.before() != decided.micro() || checked.posting() <= decided.posting()) {
      return Refused.because("it does not go on where the last one ended");
    }
    var asked = find(pool, level, checked.posting(), checked.posting(), Long.MIN_VALUE, 1);
    if (asked.isEmpty() || asked.getFirst().poolAfter() != checked.after()) {
      return Refused.because("the level did not hold that after posting " + checked.posting());
    }
    if (checked.opened().isEmpty()) {
      level.decided(new Decided(checked.posting(), checked.after(), threshold));
      return Optional.empty();
    }
    var opening = checked.opened().get();
    var wrong = wrong(threshold.get(), checked, opening, decided.micro());
    if (wrong.isPresent()) {
      return wrong;
    }
    var micro = opening.thresholdMicro();
    var first = find(pool, level, decided.posting() + 1, checked.posting(), micro, 1);
    if (first.isEmpty() || level.micro(AccountKind.POOL) < micro) {
      return Refused.contradiction("it says hit, and the level did not reach the threshold");
    }
    tell(
        "jackpot.threshold.revealed",
        checked,
        Map.of(
            "posting", Long.toString(first.getFirst().n()),
            "thresholdMinor", Long.toString(opening.thresholdMinor())));
    new Wins(work)
        .amount(pool, level, List.of(first.getFirst().winner(said.at())), opening.thresholdMinor());
    return Optional.empty();
  }

  private static Optional<Refused> wrong(
      Decided.Threshold threshold, JackpotEvent said, ThresholdOpening opening, long missed) {
    if (!threshold.isOpenedBy(said.place(), opening)) {
      return Refused.contradiction("the threshold is not the one that was committed to");
    }
    return opening.thresholdMicro() <= missed
        ? Refused.contradiction("the threshold had been reached where it was said to be missed")
        : Optional.empty();
  }

  private Optional<Refused> close(Closed said, PoolState pool, LevelState level) {
    var threshold = level.decided().threshold();
    if (!level.retired() || threshold.isEmpty()) {
      return Refused.because("the level goes on");
    }
    var wrong = wrong(threshold.get(), said, said.opened(), level.decided().micro());
    if (wrong.isEmpty()) {
      level.decided(Decided.begin(pool.postings(), level.decided().micro()));
      tell(
          "jackpot.threshold.revealed",
          said,
          Map.of("thresholdMinor", Long.toString(said.opened().thresholdMinor())));
    }
    return wrong;
  }

  private Optional<Refused> draw(Said said, Drawn drawn, PoolState pool, LevelState level)
      throws StoreException {
    var trigger = level.rules().trigger();
    if (!trigger.flatMap(TriggerRules::oneInMinor).equals(Optional.of(drawn.oneInMinor()))) {
      return Refused.because("the rules say other odds");
    }
    if (drawn.after() != level.decided().posting() || drawn.last() > pool.postings()) {
      return Refused.because("it does not go on where the last one ended");
    }
    var given =
        find(
            pool,
            level,
            drawn.after() + 1,
            drawn.last(),
            Long.MIN_VALUE,
            JackpotEvent.MAX_DRAWS + 1);
    if (!isFor(drawn, given)) {
      return Refused.because("it is for other contributions");
    }
    var hits = new ArrayList<Given>();
    for (var i = 0; i < given.size(); i++) {
      if (drawn.draws().get(i).isHit()) {
        hits.add(given.get(i));
      }
    }
    pay(said, hits, pool, level);
    level.decided(Decided.begin(drawn.last(), level.micro(AccountKind.POOL)));
    return Optional.empty();
  }

  private static boolean isFor(Drawn drawn, List<Given> given) {
    if (given.size() != drawn.draws().size()
        || !JackpotEvent.bind(given.stream().map(Given::ticket).toList())
            .equals(drawn.contributions())) {
      return false;
    }
    for (var i = 0; i < given.size(); i++) {
      var draw = drawn.draws().get(i);
      if (draw.posting() != given.get(i).n() || draw.stakeMinor() != given.get(i).stakeMinor()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Pays each hit what the level held with its contribution, as if it had been decided at once: the
   * hits of one round by the pool's policy, those of different rounds one after the other.
   */
  private void pay(Said said, List<Given> hits, PoolState pool, LevelState level) {
    var wins = new Wins(work);
    var oneByOne = pool.terms().rules().policy() == PoolRules.Simultaneous.FIRST_BY_SEQ;
    var since = 0L;
    for (var from = 0; from < hits.size(); ) {
      var to = from + 1;
      while (!oneByOne && to < hits.size() && hits.get(to).isOfRoundOf(hits.get(from))) {
        to++;
      }
      var together = hits.subList(from, to);
      var before = level.micro(AccountKind.POOL);
      var micro = Math.min(together.getLast().poolAfter() + since, before);
      var winners = together.stream().map(hit -> hit.winner(said.at())).toList();
      wins.amount(pool, level, winners, Math.max(Math.floorDiv(micro, PoolRules.MICRO), 0));
      since += level.micro(AccountKind.POOL) - before;
      from = to;
    }
  }

  private List<Given> find(
      PoolState pool, LevelState level, long first, long last, long leastPool, int most)
      throws StoreException {
    return past.find(new Past.Wanted(pool, level, first, last, leastPool, most));
  }

  private void refuse(Said said, Refused refused) {
    work.tally("answer-refused");
    tell(
        refused.proof() ? "jackpot.answer.contradicts" : "jackpot.answer.refused",
        said.event(),
        Map.of(
            "reason",
            refused.why(),
            "seq",
            Long.toString(said.seq()),
            "type",
            said.event().type()));
  }

  private void tell(String type, JackpotEvent said, Map<String, String> more) {
    var told = new TreeMap<String, Json>();
    told.put("cycle", new Json.Str(Long.toString(said.place().cycle())));
    told.put("level", new Json.Str(said.place().level()));
    told.put("pool", new Json.Str(said.place().pool()));
    more.forEach((name, value) -> told.put(name, new Json.Str(value)));
    work.event(type, told);
  }
}
