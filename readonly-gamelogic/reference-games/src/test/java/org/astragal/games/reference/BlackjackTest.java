package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: hands are dealt, offered and paid by the rules. What a round pays is counted again here
 * from the cards in its record alone.
 */
final class BlackjackTest {
  private static final Game GAME = Kinds.game("ref.blackjack.inf");
  private static final int ROUNDS = 20_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Player, dealer, player, hole, then what is asked for; ranks of one suit, 1 to 13.
        "1 9 13 8|            |250|blackjack",
        "1 1 13 12|           |100|blackjack",
        "10 1 9 13|           |0|",
        "10 9 9 9|STAND       |200|",
        "10 9 9 10|STAND      |100|",
        "10 9 8 10|STAND      |0|",
        "10 10 8 7|STAND      |200|",
        "10 10 8 6 5|STAND    |0|",
        "10 1 8 6|STAND       |200|",
        "10 9 5 10 6|HIT      |200|",
        "5 6 6 10 10 10|DOUBLE|400|double",
        "5 6 6 10 2 3|DOUBLE  |0|double",
        "10 6 6 10 10|HIT     |0|",
        "8 6 8 10 8 10 10|SPLIT STAND STAND|400|split",
        "8 6 8 10 3 8 10 10|SPLIT DOUBLE STAND|600|split double",
        "8 6 8 10 3 10 10|SPLIT STAND STAND|400|split",
        "1 6 1 10 10 10 5|SPLIT|200|split"
      })
  void roundPaysWhatItShould(String cards, String choices, long win, String features)
      throws DrawsException {
    var deck = new ArrayList<Long>();
    for (String rank : cards.trim().split(" ", -1)) {
      deck.add(Long.parseLong(rank) - 1);
    }
    var made = new ArrayList<Data.Members>();
    for (String choice : choices == null ? List.<String>of() : List.of(choices.split(" ", -1))) {
      made.add(Data.Members.empty().with("do", choice));
    }
    Round round =
        Round.resume(
            GAME,
            GAME.defaultTerms(),
            List.of(Plays.bet("b", Data.Members.empty(), 100)),
            List.of(),
            made,
            (_, _) -> deck.removeFirst(),
            Choices.NOBODY);
    BetResult result = Plays.settled(GAME.play(round)).results().getFirst();
    assertEquals(win, result.winMinor(), () -> JsonText.of(result.detail()));
    assertEquals(features == null ? "" : features, String.join(" ", result.features()));
    assertTrue(deck.isEmpty(), "every card was dealt");
  }

  @ParameterizedTest
  @CsvSource({
    // Cards, whether they come from a split, whether from one of aces, what may be done.
    "2 3, false, false, STAND HIT DOUBLE",
    "8 8, false, false, STAND HIT DOUBLE SPLIT",
    "8 8, true, false, STAND HIT DOUBLE",
    "2 3 4, false, false, STAND HIT",
    "10 10, false, false, STAND HIT DOUBLE SPLIT",
    "1 9, false, false, STAND HIT DOUBLE",
    "1 10, false, false, ''",
    "10 6 5, false, false, ''",
    "10 6 6, false, false, ''",
    "1 1, true, true, ''",
    "1 5, true, true, ''"
  })
  void handOffersWhatMayBeDone(String ranks, boolean isSplit, boolean isAces, String actions) {
    var cards = new ArrayList<Integer>();
    for (String rank : ranks.split(" ", -1)) {
      cards.add(Integer.parseInt(rank) - 1);
    }
    boolean isPair = cards.size() == 2 && cards.get(0).equals(cards.get(1));
    var offered = new ArrayList<String>();
    BlackjackHand.of(cards)
        .actions(isPair, isSplit, isAces)
        .forEach(action -> offered.add(action.name()));
    assertEquals(actions, String.join(" ", offered));
  }

  @Test
  void anyRoundPaysWhatItsCardsSay() throws DrawsException {
    var random = new SplittableRandom(4);
    int splits = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Choices any =
          awaiting -> {
            var choices = awaiting.choices();
            return Optional.of(choices.get(random.nextInt(choices.size())).value());
          };
      Round round =
          Round.begin(
              GAME,
              GAME.defaultTerms(),
              List.of(Plays.bet("b", Data.Members.empty(), 100)),
              (_, n) -> random.nextLong(n),
              any);
      Played.Settled settled = assertInstanceOf(Played.Settled.class, GAME.play(round));
      BetResult result = settled.results().getFirst();
      assertEquals(
          expected(result.detail()), result.winMinor(), () -> JsonText.of(result.detail()));
      splits += result.features().contains("split") ? 1 : 0;
    }
    assertTrue(splits > 100, "splits were among them");
  }

  /** {@return what cards are worth to a stake of 100} */
  private static long expected(Data.Members detail) {
    List<Integer> dealer = ranks(detail);
    List<Data> hands = detail.items("hands").orElseThrow();
    boolean dealerNatural = dealer.size() == 2 && total(dealer) == 21;
    long sum = 0;
    for (Data item : hands) {
      var hand = (Data.Members) item;
      List<Integer> cards = ranks(hand.items("cards").orElseThrow());
      boolean isNatural = hands.size() == 1 && cards.size() == 2 && total(cards) == 21;
      long stake = hand.get("doubled").isPresent() ? 200 : 100;
      if (isNatural) {
        sum += dealerNatural ? 100 : 250;
      } else if (total(cards) <= 21 && !dealerNatural) {
        boolean isWon = total(dealer) > 21 || total(cards) > total(dealer);
        sum += isWon ? 2 * stake : total(cards) == total(dealer) ? stake : 0;
      }
    }
    return sum;
  }

  private static List<Integer> ranks(Data.Members detail) {
    return ranks(detail.items("dealer").orElseThrow());
  }

  private static List<Integer> ranks(List<Data> cards) {
    return cards.stream()
        .map(card -> 1 + "A23456789TJQK".indexOf(((Data.Text) card).value().charAt(0)))
        .toList();
  }

  private static int total(List<Integer> ranks) {
    int sum = 0;
    boolean hasAce = false;
    for (int rank : ranks) {
      sum += Math.min(rank, 10);
      hasAce |= rank == 1;
    }
    return hasAce && sum <= 11 ? sum + 10 : sum;
  }
}
