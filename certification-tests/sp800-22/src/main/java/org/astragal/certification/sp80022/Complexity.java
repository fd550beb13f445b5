package org.astragal.certification.sp80022;

import java.util.List;
import org.astragal.certification.battery.ChiSquare;
import org.astragal.certification.battery.LinearComplexity;

/**
 * The linear complexity of blocks.
 *
 * @spec sp800-22.html#2.10 SP 800-22, 2.10 Linear Complexity Test
 */
final class Complexity {
  /** 2.10.7: the least length. */
  private static final int LEAST_BITS = 1_000_000;

  /** Classes of T, from below -2.5 up; the first one of the reference program has a slip. */
  private static final double[] REFERENCE = {0.01047, 0.03125, 0.125, 0.5, 0.25, 0.0625, 0.020833};

  private static final double[] EXACT = {
    1 / 96.0, 1 / 32.0, 1 / 8.0, 1 / 2.0, 1 / 4.0, 1 / 16.0, 1 / 48.0
  };

  private Complexity() {}

  static List<Outcome> run(BitSequence bits, int blockBits) {
    if (bits.length() < LEAST_BITS) {
      return List.of(new Outcome.NotRun("", "needs at least 1000000 bits"));
    }
    long[] counts = counts(bits, blockBits);
    return List.of(
        new Outcome.Done(
            "",
            ChiSquare.of(counts, REFERENCE),
            ChiSquare.of(counts, EXACT),
            Details.of("blockBits", blockBits, "counts", Details.list(counts))));
  }

  static long[] counts(BitSequence bits, int blockBits) {
    // 2.10.4: mu = M/2 + (9 + (-1)^(M + 1)) / 36 - (M/3 + 2/9) / 2^M, T = (-1)^M (L - mu) + 2/9.
    int sign = blockBits % 2 == 0 ? 1 : -1;
    double mean =
        blockBits / 2.0 + (9.0 - sign) / 36 - Math.scalb(blockBits / 3.0 + 2.0 / 9, -blockBits);
    long[] counts = new long[EXACT.length];
    for (int block = 0; block < bits.length() / blockBits; block++) {
      int complexity = LinearComplexity.of(bits.words(), (long) block * blockBits, blockBits);
      double t = sign * (complexity - mean) + 2.0 / 9;
      // T <= -2.5 is the first class, T > 2.5 the last.
      counts[Math.clamp((int) Math.ceil(t + 2.5), 0, counts.length - 1)]++;
    }
    return counts;
  }
}
