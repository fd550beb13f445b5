package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.astragal.games.api.Bet;
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

/** Goal: keno and lotto count the balls that are drawn, name them, and pay by their tables. */
final class BallGamesTest {
  private static final Game KENO = new Keno();
  private static final Game LOTTO = new Lotto();

  // Balls 1 to 20 are drawn: all draws are zero. Picked: so many of 20 down, the others from 80
  // down.
  @ParameterizedTest
  @CsvSource({
    "1, 0 370",
    "2, 0 100 900",
    "3, 0 0 200 4600",
    "4, 0 0 100 600 14500",
    "5, 0 0 0 300 2000 66000",
    "6, 0 0 0 100 900 9000 190000",
    "7, 0 0 0 100 300 2200 30000 700000",
    "8, 0 0 0 0 200 1200 10000 120000 2500000",
    "9, 0 0 0 0 100 500 4500 35000 450000 4000000",
    "10, 400 0 0 0 0 200 2200 13000 100000 500000 10000000"
  })
  void kenoPaysByHits(int spots, String pays) throws DrawsException {
    String[] wins = pays.split(" ", -1);
    for (int hits = 0; hits <= spots; hits++) {
      var picked = new ArrayList<Integer>();
      for (int i = 0; i < spots; i++) {
        picked.add(i < hits ? 20 - i : 80 - i);
      }
      var result = Plays.play(KENO, List.of(bet(picked, 100)), (_, _) -> 0).getFirst();
      assertEquals(Long.parseLong(wins[hits]), result.winMinor(), "hits: " + hits);
      String balls = IntStream.rangeClosed(1, 20).boxed().toList().toString().replace(" ", "");
      assertEquals("{\"balls\":" + balls + ",\"hits\":" + hits + "}", JsonText.of(result.detail()));
    }
  }

  // Balls 1 to 6 are drawn, and 7 as the bonus. Of a ticket for 2.00 the prizes are fixed.
  @ParameterizedTest
  @CsvSource({
    "1 2 3 4 5 6, 6, false, 0",
    "1 2 3 4 5 7, 5, true, 10000000",
    "1 2 3 4 5 8, 5, false, 150000",
    "1 2 3 4 7 8, 4, true, 7500",
    "1 2 3 4 8 9, 4, false, 7500",
    "1 2 3 7 8 9, 3, true, 800",
    "1 2 3 8 9 10, 3, false, 800",
    "1 6 7 8 9 10, 2, true, 400",
    "5 6 8 9 10 49, 2, false, 0",
    "6 7 8 9 10 11, 1, true, 0",
    "7 8 9 10 11 12, 0, true, 0",
    "8 9 10 11 12 49, 0, false, 0"
  })
  void lottoPaysByHitsAndBonus(String numbers, int hits, boolean hasBonus, long win)
      throws DrawsException {
    var picked = new ArrayList<Integer>();
    for (String number : numbers.split(" ", -1)) {
      picked.addFirst(Integer.parseInt(number));
    }
    Round round =
        Round.begin(
            LOTTO, LOTTO.defaultTerms(), List.of(bet(picked, 200)), (_, _) -> 0, Choices.HOUSE);
    Played.Settled settled = Plays.settled(LOTTO.play(round));
    var result = settled.results().getFirst();
    assertEquals(win, result.winMinor());
    assertEquals(
        "{\"balls\":[1,2,3,4,5,6],\"bonus\":%s,\"bonusBall\":7,\"hits\":%d}"
            .formatted(hasBonus, hits),
        JsonText.of(result.detail()));
    boolean isJackpot = hits == 6;
    assertEquals(isJackpot ? List.of("jackpot:ROLLING") : List.of(), result.features());
    assertEquals(
        isJackpot ? List.of(new Trigger("b", "ROLLING", 5)) : List.of(), settled.triggers());
  }

  // The last six balls in the order 49, 48, …: they are told in the order of their numbers.
  @Test
  void lottoTellsTheBallsInOrder() throws DrawsException {
    var result =
        Plays.play(LOTTO, List.of(bet(List.of(1, 2, 3, 4, 5, 6), 200)), (_, n) -> n - 1).getFirst();
    List<Long> balls = new ArrayList<>();
    for (Data ball : result.detail().items("balls").orElseThrow()) {
      balls.add(((Data.Whole) ball).value());
    }
    assertEquals(balls.stream().sorted().distinct().toList(), balls);
    assertEquals(49, balls.getLast());
  }

  private static Bet bet(List<Integer> picked, long stake) {
    return Plays.bet(
        "b", Data.Members.empty().with("numbers", Data.Items.ofNumbers(picked)), stake);
  }
}
