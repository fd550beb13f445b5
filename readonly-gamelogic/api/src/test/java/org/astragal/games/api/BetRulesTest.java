package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what is wrong with a round is told by bet, reason and what would be right. */
final class BetRulesTest {
  private static final long LIMIT = 1_000;

  @Test
  void soundBetsAreTaken() {
    assertEquals(Optional.empty(), check(bet("1", 1), bet("2", LIMIT), bet("~!".repeat(32), 5)));
  }

  @Test
  void roundWithoutBetsIsRefused() {
    assertRefused("", BetRefusal.Reason.NO_BETS, check());
  }

  @Test
  void sixtyFourBetsAreTakenAndOneMoreIsNot() {
    var bets = new ArrayList<Bet>();
    for (int i = 0; i < 64; i++) {
      bets.add(bet("b" + i, 1));
    }
    assertEquals(Optional.empty(), check(bets.toArray(Bet[]::new)));
    bets.add(bet("b64", 1));
    assertRefused("", BetRefusal.Reason.TOO_MANY_BETS, check(bets.toArray(Bet[]::new)));
  }

  @Test
  void secondBetOfOneIdIsRefused() {
    assertRefused(
        "x", BetRefusal.Reason.BET_ID_DUPLICATE, check(bet("x", 1), bet("y", 1), bet("x", 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "é", "\u007f", "\n"})
  void idsThatAreNotVisibleAsciiAreRefused(String id) {
    assertRefused("", BetRefusal.Reason.BET_ID_INVALID, check(bet(id, 1)));
  }

  @Test
  void idThatIsTooLongIsRefused() {
    assertRefused("", BetRefusal.Reason.BET_ID_INVALID, check(bet("a".repeat(65), 1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void stakesOfNothingAreRefused(long stake) {
    assertRefused("x", BetRefusal.Reason.STAKE_NOT_POSITIVE, check(bet("x", stake)));
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT + 1, Long.MAX_VALUE})
  void stakesAboveTheLimitAreRefusedAndTheLimitIsTold(long stake) {
    Optional<BetRefusal> refusal = check(bet("x", stake));
    assertRefused("x", BetRefusal.Reason.STAKE_TOO_LARGE, refusal);
    assertTrue(refusal.orElseThrow().message().contains("1 to 1000"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 4, 18})
  void currenciesWithOtherDecimalsAreRefused(int exponent) {
    var bet = new Bet("x", Data.Members.empty(), 1, exponent);
    assertRefused("x", BetRefusal.Reason.CURRENCY_NOT_ALLOWED, check(bet));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void currenciesOfNoneTwoOrThreeDecimalsAreTaken(int exponent) {
    assertEquals(Optional.empty(), check(new Bet("x", Data.Members.empty(), 1, exponent)));
  }

  @Test
  void gameOfOneBetRefusesTwo() {
    var two = List.of(bet("1", 1), bet("2", 1));
    Optional<BetRefusal> refusal = BetRules.check(two, 1, LIMIT, _ -> Optional.empty());
    assertRefused("", BetRefusal.Reason.TOO_MANY_BETS, refusal);
    assertEquals("one bet", refusal.orElseThrow().allowed());
    assertEquals(Optional.empty(), BetRules.check(two, 2, LIMIT, _ -> Optional.empty()));
  }

  @Test
  void gamesOwnRefusalIsPassedOn() {
    var own = new BetRefusal("2", BetRefusal.Reason.SELECTION_UNKNOWN, "heads or tails");
    var refusal =
        BetRules.check(
            List.of(bet("1", 1), bet("2", 1)),
            64,
            LIMIT,
            bet -> bet.id().equals("2") ? Optional.of(own) : Optional.empty());
    assertEquals(Optional.of(own), refusal);
    assertEquals(
        "bet 2 is refused: selection-unknown; allowed: heads or tails",
        refusal.orElseThrow().message());
  }

  private static Bet bet(String id, long stake) {
    return new Bet(id, Data.Members.empty(), stake, 2);
  }

  private static Optional<BetRefusal> check(Bet... bets) {
    return BetRules.check(List.of(bets), 64, LIMIT, _ -> Optional.empty());
  }

  private static void assertRefused(
      String bet, BetRefusal.Reason reason, Optional<BetRefusal> refusal) {
    assertEquals(bet, refusal.orElseThrow().bet());
    assertEquals(reason, refusal.orElseThrow().reason());
  }
}
