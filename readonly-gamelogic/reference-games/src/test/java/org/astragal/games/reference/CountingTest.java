package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.astragal.games.api.Fraction;
import org.junit.jupiter.api.Test;

/** Goal: choices are counted as in Pascal's triangle, and chances out of them sum to one. */
final class CountingTest {
  private static final int MOST = 20;

  @Test
  void choicesAreThoseOfPascalsTriangle() {
    BigInteger[] row = {BigInteger.ONE};
    for (int n = 0; n <= MOST; n++) {
      for (int k = -2; k <= n + 2; k++) {
        BigInteger expected = k < 0 || k > n ? BigInteger.ZERO : row[k];
        assertEquals(expected, Counting.choose(n, k), n + " over " + k);
      }
      var next = new BigInteger[n + 2];
      for (int k = 0; k <= n + 1; k++) {
        BigInteger left = k > 0 ? row[k - 1] : BigInteger.ZERO;
        next[k] = left.add(k <= n ? row[k] : BigInteger.ZERO);
      }
      row = next;
    }
    assertEquals(BigInteger.valueOf(13_983_816), Counting.choose(49, 6));
  }

  @Test
  void chancesOfHitsAreThoseOfDrawingOneByOne() {
    for (int spots = 1; spots <= 10; spots++) {
      var chances = Hits.of(80, spots, 20);
      for (int hits = 0; hits <= spots; hits++) {
        assertEquals(
            chances.getOrDefault(hits, Fraction.ZERO),
            Counting.hypergeometric(80, 20, spots, hits));
      }
    }
  }
}
