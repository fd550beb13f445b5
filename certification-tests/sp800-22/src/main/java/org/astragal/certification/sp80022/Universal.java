package org.astragal.certification.sp80022;

import java.util.List;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * How far back each block of L bits was last seen: compressible data repeat early.
 *
 * @spec sp800-22.html#2.9 SP 800-22, 2.9 Maurer's "Universal Statistical" Test
 */
final class Universal {
  /** 2.9.7: from which length on L is 6, 7, 8; 9 would take more than our longest sequence. */
  private static final int[] LEAST_BITS = {387_840, 904_960, 2_068_480};

  private static final int FIRST_BLOCK_BITS = 6;

  /** Expected value and variance of one distance for L from 6, as the reference has them. */
  private static final Law[] REFERENCE = {
    new Law(5.2177052, 2.954), new Law(6.1962507, 3.125), new Law(7.1836656, 3.238)
  };

  /** The same, exactly. */
  private static final Law[] EXACT = {Law.exact(6), Law.exact(7), Law.exact(8)};

  /** Logarithms of the distances that occur; longer ones are rare. */
  private static final double[] LOG2 = logarithms(1 << 14);

  private Universal() {}

  /** Expected value and variance of the logarithm of one distance. */
  record Law(double mean, double variance) {
    /** 3.9: the distance is geometric; the sum is cut where what is left is below 1e-17. */
    static Law exact(int blockBits) {
      double hit = Math.scalb(1.0, -blockBits);
      double mean = 0;
      double square = 0;
      double weight = hit;
      for (int i = 1; i < 50 << blockBits; i++) {
        double log = Math.log(i) / Math.log(2);
        mean += weight * log;
        square += weight * log * log;
        weight *= 1 - hit;
      }
      return new Law(mean, square - mean * mean);
    }
  }

  /** The sum of the logarithms of so many distances. */
  record Sum(double logarithms, int distances) {}

  static List<Outcome> run(BitSequence bits) {
    if (bits.length() < LEAST_BITS[0]) {
      return List.of(new Outcome.NotRun("", "needs at least 387840 bits"));
    }
    int form = 0;
    while (form + 1 < LEAST_BITS.length && bits.length() >= LEAST_BITS[form + 1]) {
      form++;
    }
    int blockBits = FIRST_BLOCK_BITS + form;
    int first = 10 << blockBits;
    Sum sum = sum(bits, blockBits, first);
    var details =
        Details.of("blockBits", blockBits, "distances", sum.distances, "sum", sum.logarithms);
    return List.of(
        new Outcome.Done(
            "", fit(sum, blockBits, REFERENCE[form]), fit(sum, blockBits, EXACT[form]), details));
  }

  /** Takes the distances after the first so many blocks. */
  static Sum sum(BitSequence bits, int blockBits, int first) {
    int[] seen = new int[1 << blockBits];
    int blocks = bits.length() / blockBits;
    double sum = 0;
    for (int i = 1; i <= blocks; i++) {
      int block = (int) (bits.from((i - 1) * blockBits) >>> (64 - blockBits));
      if (i > first) {
        int distance = i - seen[block];
        sum += distance < LOG2.length ? LOG2[distance] : Math.log(distance) / Math.log(2);
      }
      seen[block] = i;
    }
    return new Sum(sum, blocks - first);
  }

  static Fit fit(Sum sum, int blockBits, Law law) {
    // 2.9.4: sigma = c sqrt(variance / K), c = 0.7 - 0.8 / L + (4 + 32 / L) K^(-3 / L) / 15.
    double k = sum.distances;
    double c = 0.7 - 0.8 / blockBits + (4 + 32.0 / blockBits) * Math.pow(k, -3.0 / blockBits) / 15;
    double z = (sum.logarithms / k - law.mean) / (c * Math.sqrt(law.variance / k));
    return new Fit(z, OptionalDouble.empty(), PValue.normalTwoSided(z));
  }

  private static double[] logarithms(int count) {
    double[] logarithms = new double[count];
    for (int i = 1; i < count; i++) {
      logarithms[i] = Math.log(i) / Math.log(2);
    }
    return logarithms;
  }
}
