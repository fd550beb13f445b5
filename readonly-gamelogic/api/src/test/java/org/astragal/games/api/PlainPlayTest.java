package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Goal: a program of ten years later plays an old round again by names and types of {@code
 * java.base} alone, and is told in a sentence why a round cannot have been played like that.
 */
final class PlainPlayTest {
  private static final GamePack PACK = () -> List.of(new Echo(), new Envelopes());

  // The envelopes lie in the order 1, 0, 2, and the dealer has a six.
  private static final List<Object> DEALT =
      List.of(
          List.of("dealer", 6L, 5L, 0L, false),
          List.of("envelope", 3L, 1L, 0L, true),
          List.of("envelope", 2L, 0L, 0L, true));

  private static final List<Object> COIN = List.of("coin", 2L, 0L, 2L, false);
  private static final Map<String, Object> FOUND = Map.of("envelope", 1L);
  private static final Map<String, Object> DOUBLED = Map.of("do", "DOUBLE");

  /** A game that gives back the selection as its detail. */
  private static final class Echo implements Game {
    private static final DrawPlan NOTHING =
        DrawPlan.of(new DrawPlan.Repeat(DrawPlan.draw("none", 2L), 0, 1, "never"));

    @Override
    public String id() {
      return "test.echo";
    }

    @Override
    public String version() {
      return "2.0.0";
    }

    @Override
    public Data.Members betSchema() {
      return Data.Members.empty();
    }

    @Override
    public List<BetFigures> figures(Terms terms) {
      return List.of();
    }

    @Override
    public BetFigures figures(Terms terms, Bet bet) {
      throw new IllegalArgumentException("no figures");
    }

    @Override
    public DrawPlan plan() {
      return NOTHING;
    }

    @Override
    public Optional<BetRefusal> check(List<Bet> bets) {
      return BetRules.check(bets, maximumBets(), 100, _ -> Optional.empty());
    }

    @Override
    public Played play(Round round) {
      Bet bet = round.bets().getFirst();
      return new Played.Settled(
          List.of(BetResult.of(bet, bet.selection(), List.of("one", "two"), Payout.of(99, 1, 2))));
    }

    @Override
    public long maximumWinMultiple() {
      return 1;
    }

    @Override
    public int maximumResultBytes() {
      return 1_000;
    }
  }

  private static Map<String, Object> round(
      String game, List<Object> draws, List<Object> choices, Map<String, Object> selection) {
    var round = new HashMap<String, Object>();
    round.put("game", game);
    round.put("version", game.equals("test.echo") ? "2.0.0" : "1.0.0");
    round.put("terms", game.equals("test.echo") ? Map.of() : Map.of("coin", "FAIR"));
    round.put(
        "bets",
        List.of(Map.of("id", "b", "selection", selection, "stakeMinor", 100L, "exponent", 2L)));
    round.put("draws", draws);
    round.put("choices", choices);
    return round;
  }

  private static Map<String, Object> envelopes(List<Object> draws, List<Object> choices) {
    return PlainPlay.play(PACK, round("test.envelopes", draws, choices, Map.of()));
  }

  private static Object refusal(Map<String, Object> round) {
    Map<String, Object> answer = PlainPlay.play(PACK, round);
    assertEquals(1, answer.size(), answer::toString);
    return answer.get("refused");
  }

  @Test
  void aRoundIsPlayedToItsEnd() {
    var draws = new ArrayList<>(DEALT);
    draws.add(COIN);
    Map<String, Object> end = envelopes(draws, List.of(FOUND, DOUBLED));
    assertEquals(
        List.of(Map.of("bet", "b", "detail", Map.of(), "features", List.of(), "winMinor", 500L)),
        end.get("results"));
    assertEquals(List.of(Map.of("bet", "b", "draw", 0L, "level", "SIX")), end.get("triggers"));
    assertEquals(
        List.of(
            Map.of("value", FOUND),
            Map.of("raise", Map.of("bet", "b", "minor", "100"), "value", DOUBLED)),
        end.get("choices"));
    assertEquals(3, end.size());
  }

  @Test
  void aRoundIsPlayedToTheFirstChoiceThatWasNotMade() {
    Map<String, Object> waits = envelopes(DEALT, List.of());
    assertEquals(List.of(), waits.get("choices"));
    Map<?, ?> offer = (Map<?, ?>) waits.get("awaiting");
    assertEquals(Map.of("dealer", 5L), offer.get("view"));
    assertEquals(3, ((List<?>) offer.get("choices")).size());
    assertEquals(2, waits.size());
    Map<?, ?> found = (Map<?, ?>) envelopes(DEALT, List.of(FOUND)).get("awaiting");
    assertEquals(Map.of("dealer", 5L, "found", 1L), found.get("view"));
    // What was hidden decides: another envelope is empty.
    Map<String, Object> empty = envelopes(DEALT, List.of(Map.of("envelope", 0L)));
    assertEquals(0L, ((Map<?, ?>) ((List<?>) empty.get("results")).getFirst()).get("winMinor"));
  }

  @Test
  void everyKindOfDataComesThrough() {
    Map<String, Object> selection =
        Map.of(
            "text", "t", "whole", 7L, "flag", true, "list", List.of(1L, "x", List.of(), Map.of()));
    Map<String, Object> end =
        PlainPlay.play(PACK, round("test.echo", List.of(), List.of(), selection));
    Map<?, ?> result = (Map<?, ?>) ((List<?>) end.get("results")).getFirst();
    var detail = new HashMap<String, Object>(selection);
    detail.put("remainder", "1/2");
    assertEquals(detail, result.get("detail"));
    assertEquals(List.of("one", "two"), result.get("features"));
    assertEquals(49L, result.get("winMinor"));
  }

  @Test
  void whatCannotHaveBeenPlayedIsRefusedWithTheReason() {
    Map<String, Object> round = round("test.envelopes", DEALT, List.of(), Map.of());
    assertEquals("the pack has no such game", refusal(with(round, "version", "2.0.0")));
    assertEquals("the pack has no such game", refusal(with(round, "game", "test.none")));
    assertTrue(refusal(with(round, "terms", Map.of("coin", "BENT"))).toString().contains("coin"));
    assertTrue(refusal(with(round, "bets", List.of())).toString().contains("the round is refused"));
    assertTrue(refusal(with(round, "draws", DEALT.subList(0, 1))).toString().contains("has ended"));
    assertTrue(
        refusal(with(round, "choices", List.of(Map.of("envelope", 7L))))
            .toString()
            .contains("not one that the game offers"));
    var more = new ArrayList<>(DEALT);
    more.add(COIN);
    assertTrue(refusal(with(round, "draws", more)).toString().contains("left over"));
  }

  @Test
  void anotherFormIsABugOfTheCaller() {
    Map<String, Object> round = round("test.echo", List.of(), List.of(), Map.of("half", 0.5));
    assertThrows(IllegalArgumentException.class, () -> PlainPlay.play(PACK, round));
    var less = round("test.echo", List.of(), List.of(), Map.of());
    less.remove("choices");
    assertThrows(IllegalArgumentException.class, () -> PlainPlay.play(PACK, less));
    var other = with(round("test.echo", List.of(), List.of(), Map.of()), "draws", "none");
    assertThrows(ClassCastException.class, () -> PlainPlay.play(PACK, other));
  }

  private static Map<String, Object> with(Map<String, Object> round, String name, Object value) {
    var other = new HashMap<>(round);
    other.put(name, value);
    return other;
  }
}
