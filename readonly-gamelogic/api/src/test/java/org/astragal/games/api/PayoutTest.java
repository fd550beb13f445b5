package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: money is exact up to one floor, and floor plus remainder is the exact win. */
final class PayoutTest {
  @ParameterizedTest
  @CsvSource({
    "100, 36, 1, 3600, 0",
    "101, 3, 2, 151, 1",
    "1, 1, 2, 0, 1",
    "7, 39, 20, 13, 13",
    "0, 5, 1, 0, 0",
    "9007199254740991, 1000, 1000, 9007199254740991, 0"
  })
  void winIsFlooredOnceAndTheRestIsKept(
      long stake, long numerator, long denominator, long win, long remainder) {
    Payout payout = Payout.of(stake, numerator, denominator);
    assertEquals(new Payout(win, remainder, denominator, false), payout);
    assertEquals(
        Fraction.of(stake, 1).times(Fraction.of(numerator, denominator)),
        Fraction.of(win, 1).plus(Fraction.of(remainder, denominator)));
  }

  @Test
  void capCutsWhatIsAboveItAndNothingElse() {
    assertEquals(Payout.of(10, 199, 2), Payout.capped(10, 199, 2, 100));
    assertEquals(Payout.of(10, 200, 2), Payout.capped(10, 200, 2, 100));
    assertEquals(new Payout(1000, 0, 1, true), Payout.capped(10, 201, 2, 100));
  }

  @Test
  void whatDoesNotFitIsABugAndNotAWrongWin() {
    assertThrows(ArithmeticException.class, () -> Payout.of(1L << 62, 2, 1));
    assertThrows(ArithmeticException.class, () -> Payout.capped(1, 5, 1L << 62, 2));
    assertThrows(IllegalArgumentException.class, () -> Payout.of(10, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Payout(-1, 0, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new Payout(1, 2, 2, false));
    assertThrows(IllegalArgumentException.class, () -> new Payout(1, -1, 2, false));
    assertEquals(0, Payout.NOTHING.winMinor());
  }

  @Test
  void detailTellsOfTheFloorAndTheCap() {
    var detail = Data.Members.empty().with("stop", 3);
    assertEquals(detail, Payout.of(2, 1, 2).explain(detail));
    assertEquals(detail.with("remainder", "1/2"), Payout.of(3, 1, 2).explain(detail));
    assertEquals(
        detail.with("capped", new Data.Flag(true)), Payout.capped(3, 7, 1, 5).explain(detail));
    var bet = new Bet("b", Data.Members.empty(), 3, 2);
    assertEquals(
        new BetResult("b", detail.with("remainder", "1/2"), List.of("f"), 1),
        BetResult.of(bet, detail, List.of("f"), Payout.of(3, 1, 2)));
    assertThrows(IllegalArgumentException.class, () -> new BetResult("b", detail, List.of(), -1));
  }
}
