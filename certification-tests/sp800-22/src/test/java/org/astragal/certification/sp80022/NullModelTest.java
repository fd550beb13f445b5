package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.astragal.certification.battery.ChiSquare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: the second level expects what ideal data give, not what a smooth formula says. */
final class NullModelTest {
  private static final int BITS = 16;

  @ParameterizedTest
  @EnumSource(names = {"FREQUENCY", "CUMULATIVE_SUMS", "RUNS"})
  void allSequencesOfSixteenBitsAreSpreadAsTheModelSays(Kind kind) {
    ToDoubleFunction<BitSequence> test =
        switch (kind) {
          case FREQUENCY -> bits -> Frequency.monobit(BITS, bits.ones(0, BITS)).p().p();
          case RUNS ->
              bits -> Runs.fit(BITS, bits.ones(0, BITS), Runs.count(bits), Mode.EXACT).p().p();
          default ->
              bits ->
                  CumulativeSums.fit(BITS, CumulativeSums.walk(bits).forward(), Mode.EXACT).p().p();
        };
    double[] bins = new double[10];
    double passes = 0;
    for (int value = 0; value < 1 << BITS; value++) {
      byte[] bytes = {(byte) (value >>> 8), (byte) value};
      double p = test.applyAsDouble(BitSequence.of(bytes, BITS));
      bins[(int) Math.min(9, Math.floor(10 * p))] += Math.scalb(1.0, -BITS);
      passes += p >= 0.01 ? Math.scalb(1.0, -BITS) : 0;
    }
    NullModel model = NullModel.of(kind, BITS, 0.01).orElseThrow();
    assertArrayEquals(bins, model.bins(), 1e-12);
    assertEquals(passes, model.pass(), 1e-12);
    assertTrue(model.largest() > 0.01);
  }

  @Test
  void longestRunsInSixteenBlocksAreEnumerated() {
    double[] p = LongestRun.forLength(128).probabilities(Mode.EXACT);
    double[] bins = new double[10];
    double passes = 0;
    for (long[] counts : splits(16, 4)) {
      double probability = multinomial(counts, p);
      double value = ChiSquare.of(counts, p).p().p();
      bins[(int) Math.min(9, Math.floor(10 * value))] += probability;
      passes += value >= 0.01 ? probability : 0;
    }
    NullModel model = NullModel.of(Kind.LONGEST_RUN, 128, 0.01).orElseThrow();
    assertArrayEquals(bins, model.bins(), 1e-9);
    assertEquals(passes, model.pass(), 1e-9);
  }

  @Test
  void ranksOfSomeMatricesAreEnumerated() {
    double[] p = Rank.expected();
    double[] bins = new double[10];
    for (long[] counts : splits(38, 3)) {
      double value = ChiSquare.of(counts, p).p().p();
      bins[(int) Math.min(9, Math.floor(10 * value))] += multinomial(counts, p);
    }
    assertArrayEquals(bins, NullModel.of(Kind.RANK, 38 * 1024, 0.01).orElseThrow().bins(), 1e-9);
  }

  @Test
  void modelsOfAMillionBitsAreNearlyUniform() {
    for (Kind kind : Kind.values()) {
      NullModel.of(kind, 1_000_000, 0.01)
          .ifPresent(model -> {
            assertEquals(1, DoubleStream.of(model.bins()).sum(), 1e-12);
            for (double bin : model.bins()) {
              assertEquals(0.1, bin, 0.006, kind.test());
            }
            assertEquals(0.99, model.pass(), 0.001, kind.test());
            assertTrue(model.largest() < 0.004, kind.test());
          });
    }
  }

  private static double multinomial(long[] counts, double[] p) {
    double ln = 0;
    int used = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 1; j <= counts[i]; j++) {
        ln += Math.log(++used) - Math.log(j) + Math.log(p[i]);
      }
    }
    return Math.exp(ln);
  }

  private static List<long[]> splits(int total, int cells) {
    List<long[]> splits = new ArrayList<>();
    split(new long[cells], 0, total, splits);
    return splits;
  }

  private static void split(long[] counts, int cell, int left, List<long[]> into) {
    if (cell == counts.length - 1) {
      counts[cell] = left;
      into.add(Arrays.copyOf(counts, counts.length));
      return;
    }
    for (int i = 0; i <= left; i++) {
      counts[cell] = i;
      split(counts, cell + 1, left - i, into);
    }
  }
}
