package org.astragal.certification.sp80022;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.astragal.certification.battery.ChiSquare;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Occurrences of given patterns of nine bits.
 *
 * @spec sp800-22.html#2.7 SP 800-22, 2.7 Non-overlapping Template Matching Test
 * @spec sp800-22.html#2.8 SP 800-22, 2.8 Overlapping Template Matching Test
 */
final class Templates {
  /** m of both tests. */
  static final int BITS = 9;

  /** N of 2.7. */
  private static final int BLOCKS = 8;

  /** The document names no least length for 2.7. Ours: five occurrences expected in a block. */
  private static final int LEAST_BITS = BLOCKS * (5 * (1 << BITS) + BITS - 1);

  /** 2.8.7: the least length, M and K + 1. */
  private static final int OVERLAPPING_LEAST_BITS = 1_000_000;

  private static final int OVERLAPPING_BLOCK_BITS = 1032;
  private static final int CLASSES = 6;

  private static final int[] APERIODIC = aperiodic(BITS);
  private static final List<String> VARIANTS = variants();
  private static final double[] REFERENCE =
      approximate(Math.scalb(OVERLAPPING_BLOCK_BITS - BITS + 1.0, -BITS - 1));
  private static final double[] EXACT = exact(OVERLAPPING_BLOCK_BITS, BITS);

  private Templates() {}

  static List<Outcome> nonOverlapping(BitSequence bits) {
    List<Outcome> outcomes = new ArrayList<>(APERIODIC.length);
    if (bits.length() < LEAST_BITS) {
      String need = "needs at least " + LEAST_BITS + " bits: five expected occurrences in a block";
      VARIANTS.forEach(variant -> outcomes.add(new Outcome.NotRun(variant, need)));
      return outcomes;
    }
    int blockBits = bits.length() / BLOCKS;
    int[][] counts = counts(bits, blockBits, BITS);
    for (int i = 0; i < APERIODIC.length; i++) {
      int template = APERIODIC[i];
      int[] found = IntStream.range(0, BLOCKS).map(block -> counts[block][template]).toArray();
      Fit fit = nonOverlapping(found, blockBits, BITS);
      outcomes.add(new Outcome.Done(VARIANTS.get(i), fit, fit, Map.of()));
    }
    return outcomes;
  }

  /** {@return for each block how often each pattern stands in it} */
  static int[][] counts(BitSequence bits, int blockBits, int patternBits) {
    // An aperiodic template cannot overlap itself: counting at every place counts the same.
    int[][] counts = new int[bits.length() / blockBits][1 << patternBits];
    for (int block = 0; block < counts.length; block++) {
      int start = block * blockBits;
      Patterns.count(bits, start, start + blockBits - patternBits + 1, patternBits, counts[block]);
    }
    return counts;
  }

  static Fit nonOverlapping(int[] found, int blockBits, int patternBits) {
    // 2.7.4: mu = (M - m + 1) / 2^m, sigma^2 = M (2^-m - (2 m - 1) 2^(-2 m)).
    double mean = Math.scalb((double) (blockBits - patternBits + 1), -patternBits);
    double variance =
        blockBits
            * (Math.scalb(1.0, -patternBits) - Math.scalb(2.0 * patternBits - 1, -2 * patternBits));
    double statistic = 0;
    for (int count : found) {
      statistic += (count - mean) * (count - mean) / variance;
    }
    return new Fit(
        statistic, OptionalDouble.of(found.length), PValue.chiSquare(statistic, found.length));
  }

  static List<Outcome> overlapping(BitSequence bits) {
    if (bits.length() < OVERLAPPING_LEAST_BITS) {
      return List.of(new Outcome.NotRun("", "needs at least 1000000 bits"));
    }
    long[] counts = overlappingCounts(bits, OVERLAPPING_BLOCK_BITS, BITS);
    return List.of(
        new Outcome.Done(
            "",
            ChiSquare.of(counts, REFERENCE),
            ChiSquare.of(counts, EXACT),
            Details.of("blockBits", OVERLAPPING_BLOCK_BITS, "counts", Details.list(counts))));
  }

  /** {@return how many blocks hold the template of ones 0, 1, 2, 3, 4 and more times} */
  static long[] overlappingCounts(BitSequence bits, int blockBits, int templateBits) {
    long[] counts = new long[CLASSES];
    int step = 64 - templateBits + 1;
    for (int block = 0; block < bits.length() / blockBits; block++) {
      int found = 0;
      int end = (block + 1) * blockBits - templateBits + 1;
      for (int at = block * blockBits; at < end; at += step) {
        long starts = bits.from(at);
        for (int i = 1; i < templateBits; i++) {
          starts &= starts << 1;
        }
        found += Long.bitCount(starts >>> (64 - Math.min(step, end - at)));
      }
      counts[Math.min(found, CLASSES - 1)]++;
    }
    return counts;
  }

  /** The approximation that the reference program uses, with the classes' sum made up to 1. */
  static double[] approximate(double eta) {
    // 3.8: P(0) = e^-eta, P(u) = e^-eta 2^-u sum_(l = 1..u) C(u - 1, l - 1) eta^l / l!.
    double[] probabilities = new double[CLASSES];
    double sum = 0;
    for (int u = 0; u < CLASSES - 1; u++) {
      double inner = u == 0 ? 1 : 0;
      double term = eta;
      for (int l = 1; l <= u; l++) {
        inner += term;
        term *= eta * (u - l) / ((l + 1.0) * l);
      }
      probabilities[u] = Math.scalb(Math.exp(-eta) * inner, -u);
      sum += probabilities[u];
    }
    probabilities[CLASSES - 1] = 1 - sum;
    return probabilities;
  }

  /** The exact probabilities: a walk over (ones in a row, occurrences so far). */
  static double[] exact(int blockBits, int templateBits) {
    double[][] now = new double[templateBits + 1][CLASSES];
    now[0][0] = 1;
    for (int i = 0; i < blockBits; i++) {
      double[][] next = new double[templateBits + 1][CLASSES];
      for (int row = 0; row <= templateBits; row++) {
        int longer = Math.min(row + 1, templateBits);
        int hit = longer == templateBits ? 1 : 0;
        for (int found = 0; found < CLASSES; found++) {
          next[0][found] += now[row][found] / 2;
          next[longer][Math.min(found + hit, CLASSES - 1)] += now[row][found] / 2;
        }
      }
      now = next;
    }
    double[] probabilities = new double[CLASSES];
    for (double[] row : now) {
      for (int found = 0; found < CLASSES; found++) {
        probabilities[found] += row[found];
      }
    }
    return probabilities;
  }

  /** {@return the templates that no shift maps onto themselves, ascending} */
  static int[] aperiodic(int bits) {
    return IntStream.range(0, 1 << bits)
        .filter(template ->
            IntStream.range(1, bits)
                .noneMatch(shift -> template >>> shift == (template & ((1 << (bits - shift)) - 1))))
        .toArray();
  }

  private static List<String> variants() {
    return IntStream.of(APERIODIC)
        .mapToObj(template -> Integer.toBinaryString((1 << BITS) | template).substring(1))
        .toList();
  }
}
