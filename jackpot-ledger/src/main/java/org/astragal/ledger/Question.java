package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.ledger.TriggerRules.Kind;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;

/**
 * What the appliance that decides over a level is to be asked now. It follows from the books alone,
 * so that it is the same after a restart, as long as no answer and no contribution has come.
 *
 * @param holder origin of the appliance's log
 * @param pool the pool
 * @param level the level
 * @param call the last part of the address
 * @param body the question
 */
record Question(String holder, String pool, String level, String call, Json.Obj body) {
  /** {@return the question in canonical JSON} */
  byte[] bytes() {
    return JcsWriter.encode(body);
  }

  /**
   * {@return what is to be asked about a level; nothing if everything is decided}
   *
   * @param past the contributions in the books
   */
  static Optional<Question> of(PoolState pool, LevelState level, StoredPast past)
      throws StoreException {
    var trigger = level.rules().trigger();
    var holder = trigger.flatMap(TriggerRules::holder);
    if (holder.isEmpty()) {
      return Optional.empty();
    }
    var asked = new Asking(holder.get(), pool, level, past);
    if (level.retired()) {
      return level.decided().threshold().isPresent()
          ? Optional.of(asked.question("closings", Map.of()))
          : Optional.empty();
    }
    if (level.rules().kind() == Kind.MYSTERY) {
      return asked.draws(trigger.flatMap(TriggerRules::oneInMinor).orElseThrow());
    }
    return level.decided().threshold().isEmpty()
        ? Optional.of(asked.threshold(trigger.flatMap(TriggerRules::upToMinor).orElseThrow()))
        : asked.check();
  }

  /** A level that is asked about. */
  private record Asking(String holder, PoolState pool, LevelState level, StoredPast past) {
    private Question question(String call, Map<String, Json> more) {
      var members = new TreeMap<String, Json>(more);
      members.put("cycle", number(level.cycle()));
      members.put("level", new Json.Str(level.name()));
      members.put("pool", new Json.Str(pool.name()));
      return new Question(holder, pool.name(), level.name(), call, Json.Obj.of(members));
    }

    private Question threshold(long toMinor) {
      return question(
          "thresholds",
          Map.of("openMicro", number(level.decided().micro()), "toMinor", number(toMinor)));
    }

    private Optional<Question> check() throws StoreException {
      var decided = level.decided();
      return past.newest(pool, level, decided.posting())
          .filter(newest -> newest.poolAfter() > decided.micro())
          .map(newest ->
              question(
                  "checks",
                  Map.of(
                      "after", number(newest.poolAfter()),
                      "before", number(decided.micro()),
                      "posting", number(newest.n()))));
    }

    private Optional<Question> draws(long oneInMinor) throws StoreException {
      var after = level.decided().posting();
      var given =
          past.find(
              new Past.Wanted(
                  pool, level, after + 1, Long.MAX_VALUE, Long.MIN_VALUE, JackpotEvent.MAX_DRAWS));
      if (given.isEmpty()) {
        return Optional.empty();
      }
      var tickets = given.stream().map(Given::ticket).toList();
      var stakes = new ArrayList<Json>(given.size());
      for (var ticket : tickets) {
        stakes.add(new Json.Arr(List.of(number(ticket.posting()), number(ticket.stakeMinor()))));
      }
      return Optional.of(
          question(
              "draws",
              Map.of(
                  "after", number(after),
                  "contributions", new Json.Str(JackpotEvent.bind(tickets).toString()),
                  "last", number(given.getLast().n()),
                  "oneInMinor", number(oneInMinor),
                  "stakes", new Json.Arr(stakes))));
    }

    private static Json number(long value) {
      return new Json.Str(Long.toString(value));
    }
  }
}
