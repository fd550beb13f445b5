package org.astragal.certification.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

/** Goal: tails are right to many digits, and their logarithms also where a double ends. */
final class PValueTest {
  @Test
  void errorFunctionAndIncompleteGammaAgreeWithTwentyDigits() throws Exception {
    int seen = 0;
    for (String line : lines()) {
      String[] fields = line.split(" ", -1);
      double first = Double.parseDouble(fields[1]);
      PValue value =
          fields[0].equals("E")
              ? PValue.erfc(first)
              : PValue.gammaQ(first, Double.parseDouble(fields[2]));
      var expected = new BigDecimal(fields[fields.length - 1]);
      double log10 = log10(expected);
      // The nearest double of the argument moves a tail by its relative error times x.
      assertEquals(log10, value.log10(), 2e-15 * Math.max(1, Math.abs(log10)) + 1e-10, line);
      if (expected.doubleValue() > PValue.SMALL) {
        assertEquals(1, value.p() / expected.doubleValue(), 5e-11, line);
      }
      seen++;
    }
    assertEquals(112, seen);
  }

  @Test
  void logarithmIsTheSameOnBothSidesOfTheSmallestUsefulDouble() {
    for (double a : new double[] {0.5, 4, 19.9, 20.1, 3906, 65536}) {
      for (double x = a + 100; x < a + 60_000; x *= 1.01) {
        PValue value = PValue.gammaQ(a, x);
        if (value.p() > 1e-300 && value.p() < 1e-200) {
          assertEquals(value.log10(), SmallTails.lnGammaQ(a, x) / Math.log(10), 1e-9, a + " " + x);
        }
      }
      for (double x = a / 3; x > 1e-300; x /= 2) {
        PValue value = PValue.gammaP(a, x);
        if (value.p() > 1e-300 && value.p() < 1e-200) {
          assertEquals(value.log10(), SmallTails.lnGammaP(a, x) / Math.log(10), 1e-9, a + " " + x);
        }
      }
    }
  }

  @Test
  void secondLibraryAgrees() {
    for (double a : new double[] {0.5, 1, 4, 4.5, 64, 512, 3906}) {
      for (double factor = 0.5; factor < 1.5; factor += 0.125) {
        double x = a * factor;
        assertEquals(Gamma.regularizedGammaQ(a, x), PValue.gammaQ(a, x).p(), 1e-11);
        assertEquals(Gamma.regularizedGammaP(a, x), PValue.gammaP(a, x).p(), 1e-11);
      }
    }
    var poisson = new PoissonDistribution(7.5);
    for (int k = 1; k < 40; k++) {
      assertEquals(poisson.cumulativeProbability(k), PValue.poissonLower(k, 7.5).p(), 1e-12);
      double above = PValue.poissonUpper(k + 1L, 7.5).p();
      assertEquals(1 - poisson.cumulativeProbability(k), above, 1e-12);
    }
  }

  @Test
  void normalTailsBelongTogether() {
    assertEquals(0.5, PValue.normalUpper(0).p());
    assertEquals(0.0013498980316300946, PValue.normalUpper(3).p(), 1e-17);
    assertEquals(0.9986501019683699, PValue.normalUpper(-3).p(), 1e-15);
    assertEquals(0.0026997960632601890, PValue.normalTwoSided(-3).p(), 1e-17);
    assertEquals(-434297.7304784, PValue.erfc(1000).log10(), 1e-7);
    assertTrue(PValue.normalUpper(1e9).log10() < -2e17);
    assertEquals(0, PValue.normalUpper(1e9).p());
  }

  @Test
  void oneSmallerThanAllDoublesIsStillSmallerThanAnother() {
    PValue small = PValue.erfc(100);
    PValue smaller = PValue.erfc(101);
    assertEquals(small.p(), smaller.p());
    assertTrue(smaller.compareTo(small) < 0);
    assertTrue(PValue.ZERO.compareTo(smaller) < 0);
  }

  @Test
  void timesStopsAtOne() {
    assertEquals(PValue.ONE, PValue.of(0.4).times(3));
    assertEquals(0.8, PValue.of(0.4).times(2).p(), 1e-16);
    assertEquals(0.8, PValue.twoSided(PValue.of(0.4), PValue.of(0.7)).p(), 1e-16);
    assertEquals(PValue.ZERO, PValue.ZERO.times(188));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> PValue.of(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> PValue.erfc(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> PValue.gammaQ(1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> PValue.gammaQ(0, 1));
    assertThrows(IllegalArgumentException.class, () -> PValue.gammaP(1, -1));
    assertEquals(PValue.ZERO, PValue.chiSquare(Double.POSITIVE_INFINITY, 5));
    assertEquals(PValue.ZERO, PValue.erfc(Double.POSITIVE_INFINITY));
  }

  private static double log10(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    return exponent
        + Math.log10(value.scaleByPowerOfTen(-exponent).round(MathContext.DECIMAL64).doubleValue());
  }

  private static List<String> lines() throws Exception {
    try (var in = PValueTest.class.getResourceAsStream("special-functions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }
}
