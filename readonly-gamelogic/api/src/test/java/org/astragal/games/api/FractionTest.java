package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Goal: one form for each rational number, and exact sums and products. */
final class FractionTest {
  @Test
  void equalNumbersAreEqualFractions() {
    assertEquals(Fraction.of(36, 37), Fraction.of(72, 74));
    assertEquals(Fraction.of(-1, 2), Fraction.of(2, -4));
    assertEquals(Fraction.ZERO, Fraction.of(0, -7));
    assertEquals("-1/2", Fraction.of(3, -6).toString());
  }

  @Test
  void sumsAndProductsAreExact() {
    assertEquals(Fraction.of(5, 6), Fraction.of(1, 2).plus(Fraction.of(1, 3)));
    assertEquals(Fraction.of(1, 3), Fraction.of(2, 3).times(Fraction.of(1, 2)));
    Fraction sum = Fraction.ZERO;
    for (int i = 0; i < 49; i++) {
      sum = sum.plus(Fraction.of(1, 49));
    }
    assertEquals(Fraction.of(1, 1), sum);
  }

  @Test
  void differencesAndQuotientsAreExact() {
    assertEquals(Fraction.of(1, 6), Fraction.of(1, 2).minus(Fraction.of(1, 3)));
    assertEquals(Fraction.of(-1, 6), Fraction.of(1, 3).minus(Fraction.of(1, 2)));
    assertEquals(Fraction.of(-3, 4), Fraction.of(1, 2).dividedBy(Fraction.of(-2, 3)));
    assertThrows(IllegalArgumentException.class, () -> Fraction.ONE.dividedBy(Fraction.ZERO));
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(Fraction.of(36, 37), Fraction.parse(Fraction.of(36, 37).toString()));
    assertEquals(Fraction.of(-2, 1), Fraction.parse("-4/2"));
    assertEquals(Fraction.of(7, 1), Fraction.parse("7"));
    assertThrows(NumberFormatException.class, () -> Fraction.parse("7/"));
    assertThrows(NumberFormatException.class, () -> Fraction.parse("0.5"));
  }

  @Test
  void orderIsThatOfTheNumbers() {
    assertTrue(Fraction.of(1, 3).compareTo(Fraction.of(1, 2)) < 0);
    assertTrue(Fraction.of(-1, 3).compareTo(Fraction.of(-1, 2)) > 0);
    assertEquals(0, Fraction.of(1, 3).compareTo(Fraction.of(2, 6)));
  }

  @Test
  void nothingIsDividedByZero() {
    assertThrows(IllegalArgumentException.class, () -> Fraction.of(1, 0));
  }
}
