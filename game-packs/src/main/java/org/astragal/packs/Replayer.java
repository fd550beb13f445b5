package org.astragal.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Trigger;
import org.astragal.packs.PackException.Fault;

/**
 * Plays recorded rounds again, with the logic that their records name, out of the archive, and
 * compares the results byte for byte.
 *
 * <p>A record that was verified vouches for the logic by its hash: code of another hash is never
 * run.
 *
 * <p>Thread safety: for any threads.
 */
public final class Replayer {
  /** Logics that stay loaded. */
  private static final int MAX_LOADED = 8;

  private final PackArchive archive;
  private final Map<Hash, ArchivedLogic> loaded =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, ArchivedLogic> eldest) {
          return size() > MAX_LOADED;
        }
      };

  /**
   * Creates one.
   *
   * @param archive where the logic is
   */
  public Replayer(PackArchive archive) {
    this.archive = archive;
  }

  /** What came of a replay. */
  public sealed interface Result {
    /** The results follow from the draws. */
    record Same() implements Result {}

    /**
     * They do not.
     *
     * @param why the first difference, in one sentence
     */
    record Different(String why) implements Result {}

    /**
     * It cannot be said.
     *
     * @param why in one sentence
     */
    record Undecided(String why) implements Result {}
  }

  /**
   * Plays a round again.
   *
   * @param round the round, from a record that was verified
   * @return what came of it
   */
  public Result check(RoundSettled round) {
    try {
      Map<String, Object> answer = logic(round.game().logic()).play(plain(round));
      if (answer.get("refused") instanceof String why) {
        return new Result.Different(why);
      }
      return compare(round, answer);
    } catch (PackException e) {
      return e.fault() == Fault.NOT_LOADABLE
          ? new Result.Different(String.valueOf(e.getMessage()))
          : new Result.Undecided(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new Result.Different("the record holds what cannot be played: " + e.getMessage());
    }
  }

  private synchronized ArchivedLogic logic(Hash hash) throws PackException {
    ArchivedLogic known = loaded.get(hash);
    if (known == null) {
      known = ArchivedLogic.of(archive.find(hash));
      loaded.put(hash, known);
    }
    return known;
  }

  private static Map<String, Object> plain(RoundSettled round) {
    var bets = new ArrayList<Object>();
    for (Bet bet : round.bets()) {
      bets.add(
          Map.of(
              "exponent", (long) bet.stake().exp(),
              "id", bet.id(),
              "selection", PlainJson.plain(bet.selection()),
              "stakeMinor", bet.stake().minor()));
    }
    var draws = new ArrayList<Object>();
    for (Draw draw : round.draws()) {
      draws.add(List.of(draw.purpose(), draw.n(), draw.v(), (long) draw.step(), draw.isHidden()));
    }
    var choices = new ArrayList<Object>();
    for (Json choice : round.choices()) {
      choices.add(PlainJson.plain(value(choice)));
    }
    return Map.of(
        "bets",
        bets,
        "choices",
        choices,
        "draws",
        draws,
        "game",
        round.game().id(),
        "terms",
        round.game().terms(),
        "version",
        round.game().version());
  }

  /** {@return what was chosen, out of what the record says of the choice} */
  private static Json value(Json choice) {
    return choice instanceof Json.Obj object
            && object.members().get("value") instanceof Json.Obj value
        ? value
        : Json.Obj.EMPTY;
  }

  private static Result compare(RoundSettled round, Map<String, Object> answer) {
    var recorded = new ArrayList<Json>();
    for (BetResult result : round.results()) {
      recorded.add(result(result.bet(), result.detail(), features(result), result.win()));
    }
    var again = new ArrayList<Json>();
    List<Json> played = items(answer, "results");
    for (int i = 0; i < played.size(); i++) {
      again.add(result(round, i, (Json.Obj) played.get(i)));
    }
    Optional<String> difference =
        PlainJson.difference("results", new Json.Arr(recorded), new Json.Arr(again));
    if (difference.isPresent()) {
      return new Result.Different(difference.get());
    }
    List<Json> won = items(answer, "triggers");
    for (Trigger trigger : round.triggers()) {
      if (!won.contains(trigger(trigger))) {
        return new Result.Different(
            "the draws do not win the level " + trigger.level() + " for bet " + trigger.bet());
      }
    }
    return new Result.Same();
  }

  private static List<Json> items(Map<String, Object> answer, String name) {
    return PlainJson.json(answer.getOrDefault(name, List.of())) instanceof Json.Arr(var items)
        ? items
        : List.of();
  }

  /** {@return a trigger as games know it: pools are not theirs} */
  private static Json trigger(Trigger trigger) {
    return Json.Obj.of(
        Map.of(
            "bet", new Json.Str(trigger.bet()),
            "draw", new Json.Int(trigger.draw()),
            "level", new Json.Str(trigger.level())));
  }

  private static Json result(RoundSettled round, int index, Json.Obj played) {
    Money stake = round.bets().get(index).stake();
    if (!(played.members().get("winMinor") instanceof Json.Int(long minor))
        || !(played.members().get("bet") instanceof Json.Str(String bet))) {
      throw new IllegalArgumentException("the archived logic gives no win");
    }
    return result(
        bet,
        played.find("detail").orElse(Json.Obj.EMPTY),
        played.find("features").orElse(new Json.Arr(List.of())),
        new Money(stake.ccy(), stake.exp(), minor));
  }

  private static Json features(BetResult result) {
    return new Json.Arr(result.features().stream().<Json>map(Json.Str::new).toList());
  }

  /** {@return a result in the form of the record} */
  private static Json result(String bet, Json detail, Json features, Money win) {
    return Json.Obj.of(
        Map.of(
            "bet",
            new Json.Str(bet),
            "detail",
            detail,
            "features",
            features,
            "win",
            Json.Obj.of(
                Map.of(
                    "ccy", new Json.Str(win.ccy()),
                    "exp", new Json.Int(win.exp()),
                    "minor", new Json.Str(Long.toString(win.minor()))))));
  }
}
