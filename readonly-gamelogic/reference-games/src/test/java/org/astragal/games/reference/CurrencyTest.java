package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: money is right in currencies without decimals (JPY), with two (EUR) and with three (KWD):
 * prices are whole units, and what a floor cuts off is told, never lost.
 */
final class CurrencyTest {
  @ParameterizedTest
  @CsvSource({
    "ref.scratch, TICKET, 0, 1", "ref.scratch, TICKET, 2, 100", "ref.scratch, TICKET, 3, 1000",
    "ref.lotto.649, TICKET, 0, 2", "ref.lotto.649, TICKET, 2, 200", "ref.lotto.649, TICKET, 3, 2000"
  })
  void ticketCostsItsPriceInWholeUnits(String id, String line, int exponent, long price) {
    Game game = Kinds.game(id);
    Data.Members selection = selection(game, line);
    assertEquals(Optional.empty(), game.check(List.of(new Bet("b", selection, price, exponent))));
    for (long other : List.of(price - 1, price + 1, 10 * price)) {
      Optional<BetRefusal> refusal = game.check(List.of(new Bet("b", selection, other, exponent)));
      assertTrue(refusal.isPresent(), () -> id + " for " + other);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // The best ticket, and one that wins its price back.
    "ref.scratch, 0, 0, 1, 100000",
    "ref.scratch, 0, 2, 100, 10000000",
    "ref.scratch, 0, 3, 1000, 100000000",
    "ref.scratch, 251965, 0, 1, 1",
    "ref.scratch, 251966, 3, 1000, 0"
  })
  void prizesAreInTheUnitsOfThePrice(String id, long draw, int exponent, long stake, long win)
      throws DrawsException {
    BetResult result = play(Kinds.game(id), "TICKET", stake, exponent, draw);
    assertEquals(win, result.winMinor());
    assertEquals(Optional.empty(), result.detail().get("remainder"));
  }

  @ParameterizedTest
  @CsvSource({
    // Bin 8 of low risk pays half: of 1 JPY that is nothing and a half.
    "0, 1, 0, 5/10",
    "0, 3, 1, 5/10",
    "2, 101, 50, 5/10",
    "2, 100, 50, ''",
    "3, 2001, 1000, 5/10"
  })
  void winIsFlooredOnceInAnyCurrency(int exponent, long stake, long win, String remainder)
      throws DrawsException {
    BetResult result = play(Kinds.game("ref.plinko16"), "LOW", stake, exponent, 0x00ff);
    assertEquals(win, result.winMinor());
    assertEquals(remainder, result.detail().text("remainder").orElse(""));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, 1/2", "2, 5, 2, 1/2", "3, 4, 2, ''"})
  void halfThatComesBackOnZeroIsFloored(int exponent, long stake, long win, String remainder)
      throws DrawsException {
    Game roulette = Kinds.game("ref.roulette.eu");
    Terms partage = Terms.all(roulette.options()).getLast();
    assertEquals("LA_PARTAGE", partage.value("zero"));
    var bet = new Bet("b", Data.Members.empty().with("kind", "RED"), stake, exponent);
    Round round = Round.begin(roulette, partage, List.of(bet), (_, _) -> 0, Choices.NOBODY);
    BetResult result = Plays.settled(roulette.play(round)).results().getFirst();
    assertEquals(win, result.winMinor());
    assertEquals(remainder, result.detail().text("remainder").orElse(""));
  }

  private static BetResult play(Game game, String line, long stake, int exponent, long draw)
      throws DrawsException {
    var bet = new Bet("b", selection(game, line), stake, exponent);
    assertEquals(Optional.empty(), game.check(List.of(bet)));
    Round round =
        Round.begin(game, game.defaultTerms(), List.of(bet), (_, _) -> draw, Choices.NOBODY);
    return Plays.settled(game.play(round)).results().getFirst();
  }

  private static Data.Members selection(Game game, String line) {
    return Kinds.bets(game).get(line).selection();
  }
}
