package org.astragal.certification.sp80022;

import java.util.List;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Whether ones and zeros are as many, in all and in blocks.
 *
 * @spec sp800-22.html#2.1 SP 800-22, 2.1 Frequency (Monobit) Test
 * @spec sp800-22.html#2.2 SP 800-22, 2.2 Frequency Test within a Block
 */
final class Frequency {
  /** 2.1.7 and 2.2.7: the least length. */
  static final int LEAST_BITS = 100;

  private Frequency() {}

  static List<Outcome> monobit(BitSequence bits) {
    if (bits.length() < LEAST_BITS) {
      return List.of(new Outcome.NotRun("", "needs at least 100 bits"));
    }
    int ones = bits.ones(0, bits.length());
    Fit fit = monobit(bits.length(), ones);
    return List.of(new Outcome.Done("", fit, fit, Details.of("ones", ones)));
  }

  static Fit monobit(int n, int ones) {
    // 2.1.4: s_obs = |S_n| / sqrt(n), P = erfc(s_obs / sqrt(2)).
    double observed = Math.abs(2.0 * ones - n) / Math.sqrt(n);
    return new Fit(observed, OptionalDouble.empty(), PValue.normalTwoSided(observed));
  }

  static List<Outcome> blocks(BitSequence bits, int blockBits) {
    if (bits.length() < Math.max(LEAST_BITS, blockBits)) {
      return List.of(
          new Outcome.NotRun("", "needs at least " + Math.max(LEAST_BITS, blockBits) + " bits"));
    }
    Fit fit = block(bits, blockBits);
    var details = Details.of("blocks", bits.length() / blockBits, "blockBits", blockBits);
    return List.of(new Outcome.Done("", fit, fit, details));
  }

  static Fit block(BitSequence bits, int blockBits) {
    // 2.2.4: chi^2 = 4 M sum (pi_i - 1/2)^2 = sum (2 ones - M)^2 / M, an exact sum of integers.
    int blocks = bits.length() / blockBits;
    long sum = 0;
    for (int i = 0; i < blocks; i++) {
      long excess = 2L * bits.ones(i * blockBits, (i + 1) * blockBits) - blockBits;
      sum += excess * excess;
    }
    double statistic = (double) sum / blockBits;
    return new Fit(statistic, OptionalDouble.of(blocks), PValue.chiSquare(statistic, blocks));
  }
}
