package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Goal: each distribution is the one that counting every possible case gives. */
final class ChancesTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void handsOfFive() {
    assertArrayEquals(
        new double[] {0.0001, 0.0135, 0.18, 0.504, 0.3024}, Chances.distinct(10, 5), TOLERANCE);
    assertArrayEquals(
        new double[] {0.0001, 0.0045, 0.009, 0.072, 0.108, 0.504, 0.3024},
        Chances.poker(10),
        TOLERANCE);
    assertArrayEquals(words(3, 5, ChancesTest::differing, 6), shifted(Chances.distinct(3, 5)));
  }

  @Test
  void couponsOfThree() {
    // 3 of the first n draws complete the set for the first time at draw n.
    double[] expected = new double[5];
    for (int draws = 3; draws < 7; draws++) {
      double complete = words(3, draws, ChancesTest::differing, 4)[3];
      double before = words(3, draws - 1, ChancesTest::differing, 4)[3];
      expected[draws - 3] = complete - before;
    }
    expected[4] = 1 - words(3, 6, ChancesTest::differing, 4)[3];
    assertArrayEquals(expected, Chances.coupons(3, 7), TOLERANCE);
    assertEquals(1, Arrays.stream(Chances.coupons(52, 312)).sum(), TOLERANCE);
  }

  @Test
  void permutationsOfSeven() {
    assertArrayEquals(
        permutations(7, p -> count(p, (a, i) -> a[i] == i)), Chances.fixedPoints(7), TOLERANCE);
    assertArrayEquals(
        Arrays.copyOf(permutations(7, p -> count(p, (a, i) -> i > 0 && a[i] == a[i - 1] + 1)), 7),
        Chances.successions(7),
        TOLERANCE);
    assertArrayEquals(
        Arrays.copyOf(permutations(7, p -> count(p, (a, i) -> i > 0 && a[i] < a[i - 1])), 7),
        Chances.descents(7),
        TOLERANCE);
    assertArrayEquals(permutations(7, ChancesTest::cycles), Chances.cycles(7), TOLERANCE);
  }

  @Test
  void permutationsOfADeckSumToOne() {
    assertEquals(1, Arrays.stream(Chances.fixedPoints(52)).sum(), TOLERANCE);
    assertEquals(1, Arrays.stream(Chances.successions(52)).sum(), TOLERANCE);
    assertEquals(1, Arrays.stream(Chances.descents(52)).sum(), TOLERANCE);
    assertEquals(1, Arrays.stream(Chances.cycles(52)).sum(), TOLERANCE);
  }

  @Test
  void roundsOfThreeOfEight() {
    double[] neighbours = new double[3];
    double[] second = new double[8];
    double[] common = new double[4];
    int rounds = 0;
    for (int set = 0; set < 256; set++) {
      if (Integer.bitCount(set) == 3) {
        rounds++;
        neighbours[Integer.bitCount(set & set << 1)]++;
        second[Integer.numberOfTrailingZeros(set & set - 1)]++;
        common[Integer.bitCount(set & 0b111)]++;
      }
    }
    assertEquals(56, rounds);
    assertEquals(56, Chances.choose(8, 3));
    assertEquals(13_983_816, Chances.choose(49, 6));
    assertArrayEquals(over(neighbours, rounds), Chances.neighbours(3, 8), TOLERANCE);
    assertArrayEquals(over(second, rounds), Chances.ordered(2, 3, 8), TOLERANCE);
    assertArrayEquals(over(common, rounds), Chances.common(3, 8), TOLERANCE);
  }

  private static double[] over(double[] counts, int total) {
    return Arrays.stream(counts).map(count -> count / total).toArray();
  }

  private static double[] shifted(double[] p) {
    double[] shifted = new double[p.length + 1];
    System.arraycopy(p, 0, shifted, 1, p.length);
    return Arrays.stream(shifted).map(x -> Math.rint(x * 1e12) / 1e12).toArray();
  }

  /** {@return how a statistic of all words of so many letters is spread} */
  private static double[] words(int letters, int length, ToIntFunction<int[]> statistic, int most) {
    double[] counts = new double[most];
    int total = (int) Math.pow(letters, length);
    for (int word = 0; word < total; word++) {
      int[] each = new int[length];
      int rest = word;
      for (int i = 0; i < length; i++) {
        each[i] = rest % letters;
        rest /= letters;
      }
      counts[statistic.applyAsInt(each)]++;
    }
    return Arrays.stream(over(counts, total)).map(x -> Math.rint(x * 1e12) / 1e12).toArray();
  }

  private static int differing(int[] word) {
    return (int) Arrays.stream(word).distinct().count();
  }

  private interface Place {
    boolean counts(int[] permutation, int place);
  }

  private static int count(int[] permutation, Place place) {
    int count = 0;
    for (int i = 0; i < permutation.length; i++) {
      count += place.counts(permutation, i) ? 1 : 0;
    }
    return count;
  }

  private static int cycles(int[] permutation) {
    boolean[] seen = new boolean[permutation.length];
    int cycles = 0;
    for (int i = 0; i < permutation.length; i++) {
      cycles += seen[i] ? 0 : 1;
      for (int j = i; !seen[j]; j = permutation[j]) {
        seen[j] = true;
      }
    }
    return cycles;
  }

  private static double[] permutations(int n, ToIntFunction<int[]> statistic) {
    double[] counts = new double[n + 1];
    int[] identity = new int[n];
    Arrays.setAll(identity, i -> i);
    int total = permute(identity, 0, statistic, counts);
    return over(counts, total);
  }

  private static int permute(int[] a, int from, ToIntFunction<int[]> statistic, double[] counts) {
    if (from == a.length) {
      counts[statistic.applyAsInt(a)]++;
      return 1;
    }
    int total = 0;
    for (int i = from; i < a.length; i++) {
      swap(a, from, i);
      total += permute(a, from + 1, statistic, counts);
      swap(a, from, i);
    }
    return total;
  }

  private static void swap(int[] a, int i, int j) {
    int held = a[i];
    a[i] = a[j];
    a[j] = held;
  }
}
