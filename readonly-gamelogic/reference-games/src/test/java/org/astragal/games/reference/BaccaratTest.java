package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.BaccaratCoup.Winner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: coups of punto banco are dealt, won and paid by the rules of the table. */
final class BaccaratTest {
  private static final Baccarat GAME = new Baccarat();

  private static final List<Bet> BETS =
      Stream.of(Winner.values())
          .map(on -> Plays.bet(on.name(), Data.Members.empty().with("bet", on.name()), 100))
          .toList();

  // To which third cards of the player the banker draws; a dash is a player who stands.
  @ParameterizedTest
  @CsvSource({
    "0, -0123456789",
    "1, -0123456789",
    "2, -0123456789",
    "3, -012345679",
    "4, -234567",
    "5, -4567",
    "6, 67",
    "7, ''"
  })
  void bankerDrawsByTheTableau(int points, String drawsTo) {
    for (int third = -1; third <= 9; third++) {
      String name = third < 0 ? "-" : Integer.toString(third);
      assertEquals(drawsTo.contains(name), BaccaratCoup.bankerDraws(points, third), name);
    }
  }

  // Ranks as they are dealt: player, banker, player, banker, then the third cards.
  @ParameterizedTest
  @CsvSource({
    "4 2 5 4, PLAYER", // 9 stands against 6
    "2 4 4 5, BANKER", // 6 against 9
    "2 9 3 10, BANKER", // 5 does not draw against 9
    "4 1 4 7, TIE", // 8 against 8
    "9 8 9 9, PLAYER", // 18 counts 8, 17 counts 7
    "3 3 3 3, TIE", // both stand on 6
    "3 2 4 3 6, PLAYER", // 7 stands; 5 draws a six: 1
    "13 12 5 3 8, TIE", // 5 draws an eight: 3; 3 stands
    "13 12 1 2 9 9, BANKER", // 1 draws a nine: 0; 2 draws a nine: 1
    "10 11 4 6 7 12, BANKER", // 4 draws a seven: 1; 6 draws a queen: 6
    "10 11 4 6 5, PLAYER" // 4 draws a five: 9; 6 stands
  })
  void coupIsDealtAndPaidByTheRules(String ranks, Winner winner) throws DrawsException {
    for (Terms terms : Terms.all(GAME.options())) {
      for (boolean isDescending : new boolean[] {false, true}) {
        var draws = draws(ranks.split(" ", -1), isDescending);
        List<BetResult> results = Plays.play(GAME, terms, BETS, (_, _) -> draws.removeFirst());
        assertTrue(draws.isEmpty(), "every card was dealt");
        assertEquals(
            winner.name(), results.getFirst().detail().text("winner").orElseThrow(), ranks);
        for (int i = 0; i < BETS.size(); i++) {
          long pays = pays(Winner.valueOf(BETS.get(i).id()), winner, terms.value("tiePays"));
          assertEquals(pays, results.get(i).winMinor(), BETS.get(i).id());
        }
      }
    }
  }

  private static long pays(Winner bet, Winner winner, String tiePays) {
    if (bet == winner) {
      return switch (bet) {
        case BANKER -> 195;
        case PLAYER -> 200;
        case TIE -> 100 + 100 * Long.parseLong(tiePays);
      };
    }
    return winner == Winner.TIE ? 100 : 0;
  }

  // Each card out of a deck of its own, from the first deck on or from the last deck down: so the
  // places that are empty come before all others, or after them.
  private static List<Long> draws(String[] ranks, boolean isDescending) {
    var draws = new ArrayList<Long>();
    for (int i = 0; i < ranks.length; i++) {
      long rank = Long.parseLong(ranks[i]) - 1;
      draws.add(isDescending ? 52L * (7 - i) + rank : 52L * i + rank - i);
    }
    return draws;
  }
}
