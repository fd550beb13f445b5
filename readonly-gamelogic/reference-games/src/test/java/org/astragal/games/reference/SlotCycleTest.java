package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.astragal.games.api.Fraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the whole cycle of each slot, position by position, comes to the counts on paper. */
final class SlotCycleTest {
  @Test
  void linesPayWhatThePaperSays() {
    long positions = 0;
    long winning = 0;
    long sum = 0;
    long squares = 0;
    int largest = 0;
    for (int bets = 0; bets < SlotCycles.lines(false).length; bets++) {
      long count = SlotCycles.lines(false)[bets] + SlotCycles.lines(true)[bets];
      positions += count;
      winning += bets > 0 ? count : 0;
      sum += count * bets;
      squares += count * bets * bets;
      largest = count > 0 ? bets : largest;
    }
    assertEquals(33_390_720, positions);
    assertEquals(24_025_386, winning);
    assertEquals(612_493_400, sum);
    assertEquals(60_564_270_996L, squares);
    assertEquals(4_300, largest);
    assertEquals(Fraction.of(3_062_467, 3_339_072), Fraction.of(sum, 20 * positions));
  }

  @Test
  void bonusOfTheLinesComesAsOftenAsThePaperSays() {
    long bonus = 0;
    for (long count : SlotCycles.lines(true)) {
      bonus += count;
    }
    assertEquals(27_621, bonus);
    assertEquals(Fraction.of(9, 10_880), Fraction.of(bonus, 33_390_720));
    assertEquals(Fraction.of(30, 1), SlotCycles.bonus().mean());
    assertEquals(Fraction.of(27, 1_088), SlotCycles.bonus().mean().times(Fraction.of(9, 10_880)));
  }

  @ParameterizedTest
  @CsvSource({"0, 13267800", "1, 7492986", "2, 1692027", "3, 190971", "4, 10773", "5, 243"})
  void scattersOfTheWaysComeAsOftenAsThePaperSays(int scatters, long expected) {
    long positions = 0;
    for (long count : SlotCycles.ways(scatters)) {
      positions += count;
    }
    assertEquals(expected, positions);
  }

  @Test
  void waysPayWhatThePaperSays() {
    long positions = 0;
    long credits = 0;
    for (int scatters = 0; scatters <= 5; scatters++) {
      for (int paid = 0; paid < SlotCycles.ways(scatters).length; paid++) {
        positions += SlotCycles.ways(scatters)[paid];
        credits += SlotCycles.ways(scatters)[paid] * paid;
      }
    }
    assertEquals(22_654_800, positions);
    assertEquals(1_839_636_684, credits);
    assertEquals(Fraction.of(51_101_019, 62_930_000), Fraction.of(credits, 100 * positions));
  }
}
