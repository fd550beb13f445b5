package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: games of one draw pay at the last draw that wins and not at the next, and tell what was
 * drawn.
 */
final class OneDrawGamesTest {
  @ParameterizedTest
  @CsvSource({
    "100, 0, 990000", // 99 to one
    "100, 99, 990000",
    "100, 100, 0",
    "5000, 4999, 19800",
    "5000, 5000, 0",
    "9800, 9799, 10102", // 1.010204...: cut to ten-thousandths
    "9800, 9800, 0",
    "9800, 9999, 0"
  })
  void diceWinBelowTheTarget(int under, long rolled, long win) throws DrawsException {
    BetResult result = play(new Dice(), Data.Members.empty().with("under", under), rolled);
    assertEquals(win, result.winMinor());
    assertEquals("{\"rolled\":" + rolled + "}", JsonText.of(result.detail()));
  }

  @ParameterizedTest
  @CsvSource({
    "101, 100, 101",
    "150, 149, 150",
    "200, 199, 200",
    "1000, 999, 1000",
    "10000, 9999, 10000",
    "999999, 999998, 999999"
  })
  void crashIsReachedUpToOneDrawAndNotByTheNext(int cashOut, int crashBefore, int crashAt)
      throws DrawsException {
    // 99 of 100 draws are shared out in proportion to one over the multiple.
    long reaching = 99 * (1L << 52) / cashOut;
    var selection = Data.Members.empty().with("cashOut", cashOut);
    BetResult last = play(new Crash(), selection, reaching - 1);
    assertEquals(100L * cashOut, last.winMinor());
    assertEquals("{\"crash\":" + crashAt + "}", JsonText.of(last.detail()));
    BetResult next = play(new Crash(), selection, reaching);
    assertEquals(0, next.winMinor());
    assertEquals("{\"crash\":" + crashBefore + "}", JsonText.of(next.detail()));
  }

  @Test
  void crashEndsAtOnceOrAtTheTop() throws DrawsException {
    var selection = Data.Members.empty().with("cashOut", 1_000_000);
    BetResult top = play(new Crash(), selection, 0);
    assertEquals(100_000_000, top.winMinor());
    assertEquals("{\"crash\":1000000}", JsonText.of(top.detail()));
    BetResult bottom = play(new Crash(), selection, (1L << 52) - 1);
    assertEquals(0, bottom.winMinor());
    assertEquals("{\"crash\":100}", JsonText.of(bottom.detail()));
  }

  // The chance is the stake over 200,000,000: so many of the draws win as the stake has units.
  @ParameterizedTest
  @CsvSource({"1, 0, true", "1, 1, false", "10000, 9999, true", "10000, 10000, false"})
  void mysteryIsHitInProportionToTheStake(long stake, long draw, boolean isHit)
      throws DrawsException {
    var game = new Mystery();
    var bounds = new ArrayList<Long>();
    Round round =
        Round.begin(
            game,
            game.defaultTerms(),
            List.of(Plays.bet("b", Data.Members.empty(), stake)),
            (_, n) -> {
              bounds.add(n);
              return draw;
            },
            Choices.HOUSE);
    Played.Settled settled = Plays.settled(game.play(round));
    assertEquals(List.of(200_000_000L), bounds);
    BetResult result = settled.results().getFirst();
    assertEquals("{\"hit\":" + isHit + "}", JsonText.of(result.detail()));
    assertEquals(0, result.winMinor());
    assertEquals(isHit ? List.of("jackpot:MYSTERY") : List.of(), result.features());
    assertEquals(isHit ? List.of(new Trigger("b", "MYSTERY", 0)) : List.of(), settled.triggers());
  }

  @ParameterizedTest
  @CsvSource({
    "0, LLLLLLLLLLLLLLLL, 0",
    "65535, RRRRRRRRRRRRRRRR, 16",
    "32768, RLLLLLLLLLLLLLLL, 1",
    "3, LLLLLLLLLLLLLLRR, 2"
  })
  void plinkoTellsTheWayOfTheBall(long draw, String path, int bin) throws DrawsException {
    BetResult result = play(new Plinko(), Data.Members.empty().with("risk", "LOW"), draw);
    assertEquals("{\"bin\":" + bin + ",\"path\":\"" + path + "\"}", JsonText.of(result.detail()));
  }

  @Test
  void rouletteTellsTheColourOfThePocket() throws DrawsException {
    Set<Integer> red = Set.of(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36);
    var straight = RouletteTable.bets(RouletteTable.Kind.STRAIGHT).getFirst().selection();
    for (int pocket = 0; pocket <= 36; pocket++) {
      String colour = pocket == 0 ? "GREEN" : red.contains(pocket) ? "RED" : "BLACK";
      BetResult result = play(new EuropeanRoulette(), straight, pocket);
      assertEquals(
          "{\"colour\":\"" + colour + "\",\"pocket\":" + pocket + "}",
          JsonText.of(result.detail()));
    }
  }

  private static BetResult play(Game game, Data.Members selection, long draw)
      throws DrawsException {
    return Plays.play(game, List.of(Plays.bet("b", selection, 10_000)), (_, _) -> draw).getFirst();
  }
}
