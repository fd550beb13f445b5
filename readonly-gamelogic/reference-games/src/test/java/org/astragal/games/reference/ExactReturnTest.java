package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Data;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.junit.jupiter.api.Test;

/**
 * Goal: the return that a game publishes is the return of the code that plays, to the last digit.
 * Every possible round is played; nothing is sampled and nothing is rounded.
 */
final class ExactReturnTest {
  /** Divisible by nothing on purpose: no win is ever rounded. */
  private static final long STAKE = 1;

  /** What every possible round together came to. */
  private static final class Census {
    final Map<String, Fraction> returns = new LinkedHashMap<>();
    long paths;
    long largestWin;
    int mostDraws;
    int mostResultBytes;
  }

  @Test
  void everyBetOfTheRouletteTableReturnsExactly36Of37() throws Exception {
    var bets = new LinkedHashMap<String, Data.Members>();
    for (RouletteTable.Kind kind : RouletteTable.Kind.values()) {
      for (RouletteTable.TableBet bet : RouletteTable.bets(kind)) {
        bets.put("b" + bets.size(), bet.selection());
      }
    }
    assertEquals(157, bets.size());
    var game = new EuropeanRoulette();
    Census census = playEveryRound(game, bets);

    assertEquals(37, census.paths);
    census.returns.forEach(
        (bet, value) -> assertEquals(Fraction.of(36, 37), value, () -> bets.get(bet).toString()));
    assertEquals(RouletteTable.Kind.values().length, game.figures(game.defaultTerms()).size());
    game.figures(game.defaultTerms()).forEach(f -> assertEquals(Fraction.of(36, 37), f.returned()));
    assertLimitsAreReached(game, census);
  }

  @Test
  void everySpotOfTheWheelReturnsTheFractionOfItsPaper() throws Exception {
    var paper = new LinkedHashMap<String, Fraction>();
    paper.put("1", Fraction.of(10_373, 10_800));
    paper.put("2", Fraction.of(644, 675));
    paper.put("5", Fraction.of(4_123, 4_320));
    paper.put("10", Fraction.of(103, 108));
    paper.put("FLIP", Fraction.of(863, 900));
    paper.put("DROP", Fraction.of(523_717, 552_960));
    paper.put("MEGA", Fraction.of(4_479_383, 4_718_592));

    var bets = new LinkedHashMap<String, Data.Members>();
    for (String spot : paper.keySet()) {
      bets.put(spot, Data.Members.empty().with("spot", spot));
    }
    var game = new MoneyWheel();
    Census census = playEveryRound(game, bets);

    assertEquals(paper, census.returns);
    var published = new LinkedHashMap<String, Fraction>();
    game.figures(game.defaultTerms()).forEach(f -> published.put(f.bet(), f.returned()));
    assertEquals(paper, published);
    // 400 boosts; 48 numbers, 3 FLIP of 20 x 20 x 2, 2 DROP of 226 paths, 1 MEGA of 5,356 paths.
    assertEquals(400L * (48 + 3 * 800 + 2 * 226 + 5_356), census.paths);
    assertLimitsAreReached(game, census);
  }

  private static Census playEveryRound(Game game, Map<String, Data.Members> selections)
      throws Exception {
    List<Bet> bets = new ArrayList<>();
    selections.forEach((id, selection) -> bets.add(Plays.bet(id, selection, STAKE)));
    var census = new Census();
    // The bets do not change the draws, so a full table is played in groups of 64.
    for (int from = 0; from < bets.size(); from += Game.MAXIMUM_BETS) {
      List<Bet> group = bets.subList(from, Math.min(bets.size(), from + Game.MAXIMUM_BETS));
      census.returns.putAll(playGroup(game, group, census));
    }
    return census;
  }

  private static Map<String, Fraction> playGroup(Game game, List<Bet> group, Census census)
      throws Exception {
    // Rounds of equal weight are added up as whole numbers first: (one over weight) to wins.
    var wins = new TreeMap<Long, long[]>();
    var rounds = new TreeMap<Long, Long>();
    census.paths =
        DrawTree.walk(draws -> {
          List<BetResult> results = Plays.play(game, group, draws);
          long denominator = draws.denominator();
          rounds.merge(denominator, 1L, Long::sum);
          long[] sums = wins.computeIfAbsent(denominator, _ -> new long[group.size()]);
          for (int i = 0; i < sums.length; i++) {
            long win = results.get(i).winMinor();
            sums[i] += win;
            if (win > 0) {
              census.largestWin = Math.max(census.largestWin, win);
              census.mostResultBytes = Math.max(census.mostResultBytes, results.get(i).jsonBytes());
            }
          }
          census.mostDraws = Math.max(census.mostDraws, draws.draws());
        });
    assertEquals(Fraction.of(1, 1), total(rounds), "the likelihoods of all rounds sum to one");

    var returns = new LinkedHashMap<String, Fraction>();
    for (int i = 0; i < group.size(); i++) {
      var sums = new TreeMap<Long, Long>();
      for (var entry : wins.entrySet()) {
        sums.put(entry.getKey(), entry.getValue()[i]);
      }
      returns.put(group.get(i).id(), total(sums));
    }
    return returns;
  }

  private static Fraction total(Map<Long, Long> numerators) {
    Fraction sum = Fraction.ZERO;
    for (var entry : numerators.entrySet()) {
      sum =
          sum.plus(
              new Fraction(
                  BigInteger.valueOf(entry.getValue()), BigInteger.valueOf(entry.getKey())));
    }
    return sum;
  }

  private static void assertLimitsAreReached(Game game, Census census) {
    assertEquals(game.maximumWinMultiple(), census.largestWin);
    assertEquals(game.plan().bounds().draws(), census.mostDraws);
    assertTrue(game.maximumResultBytes() >= census.mostResultBytes);
    assertTrue(game.maximumStakeMinor() >= 1);
  }
}
