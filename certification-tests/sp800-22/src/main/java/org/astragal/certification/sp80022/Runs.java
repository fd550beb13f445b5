package org.astragal.certification.sp80022;

import java.util.List;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Whether bits change as often as they should, given how many ones there are.
 *
 * @spec sp800-22.html#2.3 SP 800-22, 2.3 Runs Test
 */
final class Runs {
  private static final int LEAST_BITS = 100;

  private Runs() {}

  static List<Outcome> run(BitSequence bits) {
    if (bits.length() < LEAST_BITS) {
      return List.of(new Outcome.NotRun("", "needs at least 100 bits"));
    }
    int ones = bits.ones(0, bits.length());
    int runs = count(bits);
    String note =
        prerequisite(bits.length(), ones)
            ? ""
            : "2.3.4 (2): the frequency of ones is off by more than 2 / sqrt(n); sts-2.1.2 gives 0,"
                + " exact the P-value of the frequency test";
    return List.of(
        new Outcome.Done(
            "",
            fit(bits.length(), ones, runs, Mode.REFERENCE),
            fit(bits.length(), ones, runs, Mode.EXACT),
            Details.of("ones", ones, "runs", runs),
            note));
  }

  static int count(BitSequence bits) {
    long[] words = bits.words();
    int changes = 0;
    int last = bits.length() - 1;
    for (int i = 0; i <= last >>> 6; i++) {
      long change = words[i] ^ ((words[i] << 1) | (words[i + 1] >>> 63));
      // Bit j of a word compares j with j + 1: the last bit has no successor.
      changes +=
          i == last >>> 6
              ? Long.bitCount(change >>> (63 - (last & 63)) >>> 1)
              : Long.bitCount(change);
    }
    return changes + 1;
  }

  private static boolean prerequisite(int n, int ones) {
    return Math.abs((double) ones / n - 0.5) <= 2 / Math.sqrt(n);
  }

  static Fit fit(int n, int ones, int runs, Mode mode) {
    if (!prerequisite(n, ones)) {
      // Ideal data come here once in 16,000 sequences: a P-value of 0 would condemn them for ever.
      return switch (mode) {
        case REFERENCE -> new Fit(runs, OptionalDouble.empty(), PValue.ZERO);
        case EXACT -> Frequency.monobit(n, ones);
      };
    }
    // 2.3.4: P = erfc(|V - 2 n pi (1 - pi)| / (2 sqrt(2 n) pi (1 - pi))).
    double pi = (double) ones / n;
    double product = pi * (1 - pi);
    double z = (runs - 2 * n * product) / (2 * Math.sqrt(n) * product);
    return new Fit(z, OptionalDouble.empty(), PValue.normalTwoSided(z));
  }
}
