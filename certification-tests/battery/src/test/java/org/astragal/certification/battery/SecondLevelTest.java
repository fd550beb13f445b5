package org.astragal.certification.battery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.math3.stat.interval.ClopperPearsonInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what is said of many P-values together is exact, and right far out in the tails. */
final class SecondLevelTest {
  @Test
  void kolmogorovSmirnovAgreesWithTheSecondLibrary() {
    var random = new SplittableRandom(22);
    var uniform = new UniformRealDistribution(0, 1);
    for (int n : new int[] {2, 10, 63, 100, 500}) {
      double[] values = random.doubles(n).toArray();
      double expected = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(uniform, values, false);
      assertEquals(expected, Uniformity.kolmogorovSmirnov(values).p().p(), 1e-9);
    }
  }

  @Test
  void kolmogorovSmirnovOfEqualValuesIsExactBeyondTheDoubles() {
    // All n values at v: D = 1 - v, and P(D >= 1 - v) = 2 v^n for v below 1/n.
    double[] values = new double[1000];
    Arrays.fill(values, 1e-4);
    Fit fit = Uniformity.kolmogorovSmirnov(values);
    assertEquals(0.9999, fit.statistic(), 1e-15);
    assertEquals(-4000 + Math.log10(2), fit.p().log10(), 1e-9);
    assertEquals(0, fit.p().p());
  }

  @Test
  void smirnovsSumContinuesTheLibrarysTail() {
    for (double v : new double[] {0.4, 0.3, 0.25}) {
      double[] values = new double[300];
      Arrays.fill(values, v);
      Fit fit = Uniformity.kolmogorovSmirnov(values);
      assertTrue(fit.p().p() > 1e-300);
      double log10 = (Math.log(2) + SmallTails.lnSmirnov(300, fit.statistic())) / Math.log(10);
      assertEquals(fit.p().log10(), log10, 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.9329, 0.10", "2.4924, 0.05", "3.8781, 0.01"})
  void andersonDarlingHasTheCriticalValuesOfTheTables(double critical, double level) {
    assertEquals(level, AndersonDarling.upper(1_000_000, critical).p(), level * 1e-4);
  }

  @Test
  void andersonDarlingIsOneFunctionOverAllItsRange() {
    PValue last = PValue.ONE;
    for (double x = 0.02; x < 3000; x *= 1.01) {
      PValue value = AndersonDarling.upper(1_000_000, x);
      assertTrue(value.p() <= last.p() * (1 + 1e-12), "falls at " + x);
      // The ratio of density and tail is below 2 everywhere: a larger step would be a jump.
      assertTrue(last.log10() - value.log10() < 0.01 * x * 2 / Math.log(10), "no jump at " + x);
      last = value;
    }
    // ln P ~ -x + ln (g / sqrt(x)): two points far out give the slope.
    double slope =
        AndersonDarling.upper(100, 2000).log10() - AndersonDarling.upper(100, 1000).log10();
    assertEquals(-1000 / Math.log(10) - 0.5 * Math.log10(2), slope, 1e-3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 100})
  void andersonDarlingOfFewValuesIsUniformUnderTheHypothesis(int n) {
    var random = new SplittableRandom(n);
    double[] tails = new double[2000];
    for (int i = 0; i < tails.length; i++) {
      tails[i] = Uniformity.andersonDarling(random.doubles(n).toArray()).p().p();
    }
    assertTrue(Uniformity.kolmogorovSmirnov(tails).p().p() > 0.01);
    assertTrue(Uniformity.andersonDarling(tails).p().p() > 0.01);
  }

  @Test
  void extremeValuesAreSeenAndNeverAbort() {
    assertEquals(PValue.ZERO, Uniformity.andersonDarling(new double[] {0, 0.5}).p());
    assertEquals(PValue.ZERO, Uniformity.andersonDarling(new double[] {0.5, 1}).p());
    double[] tiny = new double[100];
    Arrays.fill(tiny, 1e-300);
    assertTrue(Uniformity.andersonDarling(tiny).p().log10() < -20_000);
    assertThrows(
        IllegalArgumentException.class,
        () -> Uniformity.andersonDarling(new double[] {Double.NaN}));
    assertThrows(IllegalArgumentException.class, () -> Uniformity.kolmogorovSmirnov(new double[0]));
  }

  @Test
  void valuesInTheVeryMiddleOfALatticeAreSpreadAndStayUniform() {
    double[] values = {0.5, 1, 0.2, 1};
    assertArrayEquals(new double[] {0.5, 0.875, 0.2, 0.625}, Uniformity.spreadOnes(values));
    assertEquals(1, values[1]);
    // 64 fair coins: |heads - tails| is 0 in one of ten.
    var random = new SplittableRandom(64);
    double[] tails = new double[1000];
    for (int i = 0; i < tails.length; i++) {
      double[] p =
          random
              .longs(50)
              .mapToDouble(bits -> PValue.normalTwoSided(Long.bitCount(bits) / 4.0 - 8).p())
              .toArray();
      tails[i] = Uniformity.andersonDarling(Uniformity.spreadOnes(p)).p().p();
    }
    long rejected = Arrays.stream(tails).filter(p -> p < 0.01).count();
    assertTrue(rejected <= 20, rejected + " of 1000 at 0.01");
  }

  @Test
  void binsAreHalfOpenAndTheLastHoldsOne() {
    double[] values = {0, 0.0999, 0.1, 0.95, 1};
    assertArrayEquals(new long[] {2, 1, 0, 0, 0, 0, 0, 0, 0, 2}, Uniformity.counts(values, 10));
    double[] unequal = {0.5, 0.25, 0.25};
    Fit fit = Uniformity.binned(new double[] {0.1, 0.2, 0.5, 0.9}, unequal);
    assertEquals(0, fit.statistic());
    assertEquals(2, fit.dof().orElseThrow());
  }

  @Test
  void chiSquareCountsOnlyCellsThatCanOccur() {
    Fit fit = ChiSquare.of(new long[] {10, 0, 10}, new double[] {0.5, 0, 0.5});
    assertEquals(1, fit.dof().orElseThrow());
    Fit impossible = ChiSquare.of(new long[] {10, 1, 9}, new double[] {0.5, 0, 0.5});
    assertEquals(PValue.ZERO, impossible.p());
    assertThrows(
        IllegalArgumentException.class,
        () -> ChiSquare.of(new long[] {0, 0}, new double[] {0.5, 0.5}));
    Fit pooled = ChiSquare.pooled(new long[] {1, 9, 6, 4}, new double[] {0.1, 0.4, 0.4, 0.1}, 5);
    assertEquals(ChiSquare.of(new long[] {10, 10}, new double[] {0.5, 0.5}), pooled);
  }

  @Test
  void smallestFlawIsTheOneThatIsFoundSoOften() {
    // 2.5758 + 1.2816 deviations, of which one is 1 / (2 sqrt(n)).
    assertEquals(1.9287e-4, Detectable.bias(100_000_000, 0.01, 0.9), 1e-8);
    assertEquals(3.8574e-3, Detectable.correlation(1_000_000, 0.01, 0.9), 1e-7);
    // A coin with just that bias, ten thousand times.
    double bias = Detectable.bias(10_000, 0.01, 0.9);
    double found = new Binomial(10_000, 0.5 + bias).upper((int) Math.ceil(5000 + 50 * 2.5758)).p();
    assertEquals(0.9, found, 0.005);
    assertThrows(IllegalArgumentException.class, () -> Detectable.bias(0, 0.01, 0.9));
    assertThrows(IllegalArgumentException.class, () -> Detectable.bias(1, 0, 0.9));
  }

  @Test
  void binomialTailsAreExact() {
    var trials = new Binomial(100, 0.99);
    var other = new BinomialDistribution(null, 100, 0.99);
    for (int k = 80; k <= 100; k++) {
      assertEquals(other.cumulativeProbability(k), trials.lower(k).p(), 1e-13);
      assertEquals(other.cumulativeProbability(k - 1), 1 - trials.upper(k).p(), 1e-13);
    }
    assertEquals(1, trials.twoSided(99).p());
    assertEquals(-200, trials.lower(0).log10(), 1e-11);
    assertEquals(-2000, new Binomial(1000, 0.99).lower(0).log10(), 1e-9);
    assertEquals(PValue.ZERO, trials.upper(101));
    assertEquals(PValue.ZERO, trials.lower(-1));
  }

  @Test
  void proportionsHaveExactIntervals() {
    for (int k = 1; k < 100; k += 7) {
      var expected = new ClopperPearsonInterval().createInterval(100, k, 0.99);
      var interval = Binomial.confidence(k, 100, 0.99);
      assertEquals(expected.getLowerBound(), interval.low(), 1e-8);
      assertEquals(expected.getUpperBound(), interval.high(), 1e-8);
    }
    assertEquals(0, Binomial.confidence(0, 100, 0.99).low());
    assertEquals(1 - Math.pow(0.005, 0.01), Binomial.confidence(0, 100, 0.99).high(), 1e-12);
    assertEquals(1, Binomial.confidence(100, 100, 0.99).high());
    var band = new Binomial(1000, 0.99).band(0.9973);
    var trials = new Binomial(1000, 0.99);
    int low = (int) Math.round(band.low() * 1000);
    int high = (int) Math.round(band.high() * 1000);
    assertTrue(trials.lower(low - 1).p() <= 0.00135 && trials.lower(low).p() > 0.00135);
    assertTrue(trials.upper(high + 1).p() <= 0.00135 && trials.upper(high).p() > 0.00135);
  }

  @Test
  void holmAndBenjaminiHochbergAdjustAsPublished() {
    // The values that R's p.adjust gives.
    var values = List.of(PValue.of(0.01), PValue.of(0.04), PValue.of(0.03), PValue.of(0.005));
    assertClose(new double[] {0.03, 0.06, 0.06, 0.02}, Multiplicity.holm(values));
    assertClose(new double[] {0.02, 0.04, 0.04, 0.02}, Multiplicity.benjaminiHochberg(values));
    assertEquals(List.of(), Multiplicity.holm(List.of()));
    var tiny = List.of(PValue.erfc(200), PValue.erfc(100), PValue.of(1));
    assertEquals(tiny.get(0).log10() + Math.log10(3), Multiplicity.holm(tiny).get(0).log10());
  }

  private static void assertClose(double[] expected, List<PValue> values) {
    assertArrayEquals(expected, values.stream().mapToDouble(PValue::p).toArray(), 1e-15);
  }
}
