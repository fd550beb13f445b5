package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: a quantile is never below the true one and at most 0.8 % above it. */
final class HistogramTest {
  @Test
  void quantilesBoundTheTrueOnesFromAbove() {
    SplittableRandom random = new SplittableRandom(7);
    long[] values = new long[20_000];
    Histogram histogram = new Histogram();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong(1L << random.nextInt(1, 36));
      histogram.record(values[i]);
    }
    Arrays.sort(values);
    for (double fraction : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = values[(int) Math.ceil(fraction * values.length) - 1];
      long got = histogram.quantile(fraction);
      assertTrue(got >= exact && got <= exact * 1.008 + 1, fraction + ": " + got + " for " + exact);
    }
    assertEquals(values[values.length - 1], histogram.max());
    assertEquals(values.length, histogram.count());
  }

  @Test
  void smallValuesAreExact() {
    Histogram histogram = new Histogram();
    for (int i = 1; i <= 100; i++) {
      histogram.record(i);
    }
    assertEquals(50, histogram.quantile(0.5));
    assertEquals(99, histogram.quantile(0.99));
    assertEquals(50.5, histogram.mean());
  }

  @Test
  void addingIsTheSameAsRecordingAll() {
    Histogram one = new Histogram();
    Histogram other = new Histogram();
    one.record(10);
    other.record(1_000_000);
    one.add(other);
    assertEquals(2, one.count());
    assertEquals(10, one.quantile(0.5));
    assertEquals(1_000_000, one.quantile(1));
  }

  @Test
  void nothingRecordedIsZero() {
    assertEquals(0, new Histogram().quantile(0.5));
    assertEquals(0, new Histogram().mean());
  }

  @Test
  void durationsBeyondTheLimitsAreClamped() {
    Histogram histogram = new Histogram();
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    assertEquals(0, histogram.quantile(0.5));
    assertEquals((1L << 40) - 1, histogram.max());
  }

  @Test
  void fractionOutsideTheRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Histogram().quantile(0));
    assertThrows(IllegalArgumentException.class, () -> new Histogram().quantile(1.01));
  }
}
