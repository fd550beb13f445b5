package org.astragal.packs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.games.api.Trigger;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;

/** What came of a recorded round that was played again. */
public sealed interface PlayedAgain {
  /**
   * It came to its end.
   *
   * @param choices those that were made, as the game offers them
   * @param results in the form of a record
   * @param triggers levels that the draws win
   */
  record Settled(List<Json> choices, List<Json> results, List<Trigger> triggers)
      implements PlayedAgain {
    /** Copies the lists. */
    public Settled {
      choices = List.copyOf(choices);
      results = List.copyOf(results);
      triggers = List.copyOf(triggers);
    }

    /**
     * {@return where recorded results differ from these first, byte for byte, in one sentence}
     *
     * @param recorded the results of a record
     */
    public Optional<String> differenceFrom(List<BetResult> recorded) {
      var told = new ArrayList<Json>();
      for (BetResult result : recorded) {
        told.add(
            result(
                result.bet(),
                result.detail(),
                new Json.Arr(result.features().stream().<Json>map(Json.Str::new).toList()),
                result.win()));
      }
      return PlainJson.difference("results", new Json.Arr(told), new Json.Arr(results));
    }
  }

  /**
   * It waits for a choice.
   *
   * @param offer in the form of a record
   */
  record Awaiting(Json.Obj offer) implements PlayedAgain {}

  /**
   * It cannot have been played like this.
   *
   * @param why in one sentence
   */
  record Refused(String why) implements PlayedAgain {}

  /**
   * Its logic is not to be had.
   *
   * @param why in one sentence
   */
  record Unavailable(String why) implements PlayedAgain {}

  /** {@return what the archived logic answered, in the form of records} */
  static PlayedAgain of(List<Bet> bets, Map<String, Object> answer) {
    if (answer.get("refused") instanceof String why) {
      return new Refused(why);
    }
    if (answer.get("awaiting") instanceof Map<?, ?> offer
        && PlainJson.json(offer) instanceof Json.Obj json) {
      return new Awaiting(json);
    }
    List<Json> played = items(answer, "results");
    if (played.size() != bets.size()) {
      throw new IllegalArgumentException("the archived logic settles other bets");
    }
    var results = new ArrayList<Json>();
    for (int i = 0; i < played.size(); i++) {
      results.add(result(bets.get(i).stake(), (Json.Obj) played.get(i)));
    }
    return new Settled(
        items(answer, "choices"),
        results,
        items(answer, "triggers").stream().map(PlayedAgain::trigger).toList());
  }

  private static List<Json> items(Map<String, Object> answer, String name) {
    return PlainJson.json(answer.getOrDefault(name, List.of())) instanceof Json.Arr(var items)
        ? items
        : List.of();
  }

  private static Trigger trigger(Json played) {
    if (played instanceof Json.Obj trigger
        && trigger.members().get("bet") instanceof Json.Str(String bet)
        && trigger.members().get("draw") instanceof Json.Int(long draw)
        && trigger.members().get("level") instanceof Json.Str(String level)) {
      return new Trigger(bet, level, Math.toIntExact(draw));
    }
    throw new IllegalArgumentException("the archived logic gives no trigger");
  }

  private static Json result(Money stake, Json.Obj played) {
    if (played.members().get("winMinor") instanceof Json.Int(long minor)
        && played.members().get("bet") instanceof Json.Str(String bet)) {
      return result(
          bet,
          played.find("detail").orElse(Json.Obj.EMPTY),
          played.find("features").orElse(new Json.Arr(List.of())),
          new Money(stake.ccy(), stake.exp(), minor));
    }
    throw new IllegalArgumentException("the archived logic gives no win");
  }

  /** {@return a result in the form of a record} */
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
