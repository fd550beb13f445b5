package org.astragal.certification.sp80022;

import java.util.List;
import org.astragal.certification.battery.ChiSquare;

/**
 * The longest run of ones in each block.
 *
 * @spec sp800-22.html#2.4 SP 800-22, 2.4 Test for the Longest Run of Ones in a Block
 */
final class LongestRun {
  private static final LongestRun SHORT =
      new LongestRun(128, 8, 1, 0.21484375, 0.3671875, 0.23046875, 0.1875);

  private static final LongestRun MIDDLE =
      new LongestRun(
          6272,
          128,
          4,
          0.1174035788,
          0.242955959,
          0.249363483,
          0.17517706,
          0.102701071,
          0.112398847);

  // The reference program has four digits here.
  private static final LongestRun LONG =
      new LongestRun(750_000, 10_000, 10, 0.0882, 0.2092, 0.2483, 0.1933, 0.1208, 0.0675, 0.0727);

  private final int leastBits;
  private final int blockBits;
  private final int first;
  private final double[] reference;
  private final double[] exact;

  private LongestRun(int leastBits, int blockBits, int first, double... reference) {
    this.leastBits = leastBits;
    this.blockBits = blockBits;
    this.first = first;
    this.reference = reference;
    this.exact = probabilities(blockBits, first, reference.length);
  }

  /** {@return the form that a length asks for; the shortest also for less} */
  static LongestRun forLength(int n) {
    return n >= LONG.leastBits ? LONG : n >= MIDDLE.leastBits ? MIDDLE : SHORT;
  }

  static List<Outcome> run(BitSequence bits) {
    if (bits.length() < SHORT.leastBits) {
      return List.of(new Outcome.NotRun("", "needs at least 128 bits"));
    }
    LongestRun form = forLength(bits.length());
    long[] counts = form.counts(bits);
    return List.of(
        new Outcome.Done(
            "",
            ChiSquare.of(counts, form.reference),
            ChiSquare.of(counts, form.exact),
            Details.of("blockBits", form.blockBits, "counts", Details.list(counts))));
  }

  int blockBits() {
    return blockBits;
  }

  double[] probabilities(Mode mode) {
    return (mode == Mode.REFERENCE ? reference : exact).clone();
  }

  /** {@return how many blocks have a longest run of at most the first length, the next, ...} */
  long[] counts(BitSequence bits) {
    long[] counts = new long[reference.length];
    for (int block = 0; block < bits.length() / blockBits; block++) {
      int longest = longest(bits, block * blockBits, (block + 1) * blockBits);
      counts[Math.clamp(longest - first, 0, counts.length - 1)]++;
    }
    return counts;
  }

  private static int longest(BitSequence bits, int start, int end) {
    int longest = 0;
    int open = 0;
    for (int at = start; at < end; at += 64) {
      int valid = Math.min(64, end - at);
      long word = bits.from(at);
      int left = valid;
      while (left > 0) {
        int ones = Math.min(left, Long.numberOfLeadingZeros(~word));
        open += ones;
        longest = Math.max(longest, open);
        left -= ones;
        if (left == 0) {
          break;
        }
        open = 0;
        word = shift(word, ones);
        int zeros = Math.min(left, Long.numberOfLeadingZeros(word));
        left -= zeros;
        word = shift(word, zeros);
      }
    }
    return longest;
  }

  private static long shift(long word, int by) {
    return by == 64 ? 0 : word << by;
  }

  /** The exact probability of each class: at most the first length, the next ones, and above. */
  private static double[] probabilities(int blockBits, int first, int classes) {
    double[] probabilities = new double[classes];
    double below = 0;
    for (int i = 0; i < classes - 1; i++) {
      double atMost = atMost(blockBits, first + i);
      probabilities[i] = atMost - below;
      below = atMost;
    }
    probabilities[classes - 1] = 1 - below;
    return probabilities;
  }

  /** {@return the probability that no run of ones among random bits is longer} */
  private static double atMost(int blockBits, int longest) {
    double[] none = new double[blockBits + 1];
    for (int j = 0; j <= blockBits; j++) {
      if (j <= longest) {
        none[j] = 1;
      } else if (j == longest + 1) {
        none[j] = 1 - Math.scalb(1.0, -j);
      } else {
        // The first run that is too long ends at bit j, after a zero.
        none[j] = none[j - 1] - Math.scalb(none[j - longest - 2], -longest - 2);
      }
    }
    return none[blockBits];
  }
}
