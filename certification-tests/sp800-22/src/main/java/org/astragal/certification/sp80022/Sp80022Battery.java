package org.astragal.certification.sp80022;

import java.util.List;
import java.util.stream.IntStream;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Task;

/**
 * All fifteen tests of NIST SP 800-22 revision 1a: 188 P-values a sequence, in the modes {@code
 * sts-2.1.2} and {@code exact}. A sequence starts on a whole 32-bit word of the sample, as in the
 * reference program. Immutable and safe for use by many threads.
 *
 * @spec sp800-22.html#4.2 SP 800-22, 4.2 Interpretation of Empirical Results
 */
public final class Sp80022Battery implements Battery {
  static final String SUITE = "sp800-22";

  private final Options options;

  /**
   * Creates one.
   *
   * @param options what to run
   */
  public Sp80022Battery(Options options) {
    this.options = options;
  }

  /**
   * What to run.
   *
   * @param sequences how many at most, 1 to 4000; fewer if the sample ends before
   * @param bits in a sequence, 1 to 4 194 304; 10^6 is what carries all fifteen tests
   * @param alpha the level of one test of one sequence, 0.001 to 0.01 (SP 800-22, 1.1.5)
   * @param blockFrequencyBits M of the frequency test within a block, 8 to 100 000
   * @param serialBits m of the serial test, 3 to 16
   * @param entropyBits m of the approximate entropy test, 2 to 15
   * @param complexityBits M of the linear complexity test, 500 to 5000
   */
  public record Options(
      int sequences,
      int bits,
      double alpha,
      int blockFrequencyBits,
      int serialBits,
      int entropyBits,
      int complexityBits) {
    /** What the reference program does unless told otherwise, on 100 sequences of 10^6 bits. */
    public static final Options DEFAULT = new Options(100, 1_000_000, 0.01, 128, 16, 10, 500);

    /**
     * Refuses what no test can use.
     *
     * @throws IllegalArgumentException if a value is out of range; the message says which
     */
    public Options {
      require("sequences", sequences, 1, 4000);
      require("bits", bits, 1, 1 << 22);
      require("block-frequency bits", blockFrequencyBits, 8, 100_000);
      require("serial bits", serialBits, 3, Patterns.LONGEST);
      require("approximate-entropy bits", entropyBits, 2, Patterns.LONGEST - 1);
      require("linear-complexity bits", complexityBits, 500, 5000);
      if (!(alpha >= 0.001 && alpha <= 0.01)) {
        throw new IllegalArgumentException("alpha must be 0.001 to 0.01: " + alpha);
      }
    }

    private static void require(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " must be " + least + " to " + most + ": " + value);
      }
    }

    /**
     * {@return these options for other data}
     *
     * @param sequences how many at most
     * @param bits in a sequence
     */
    public Options with(int sequences, int bits) {
      return new Options(
          sequences, bits, alpha, blockFrequencyBits, serialBits, entropyBits, complexityBits);
    }

    /** {@return the bytes that one sequence takes} */
    int bytes() {
      return (bits + 7) / 8;
    }

    /** {@return the bytes from one sequence to the next: whole 32-bit words} */
    int stride() {
      return (bits + 31) / 32 * 4;
    }
  }

  @Override
  public String suite() {
    return SUITE;
  }

  @Override
  public List<Task> plan(long size) {
    long whole = size < options.bytes() ? 0 : 1 + (size - options.bytes()) / options.stride();
    int count = (int) Math.min(options.sequences, whole);
    if (count == 0) {
      return List.of(new TooShort(options));
    }
    return IntStream.range(0, count).<Task>mapToObj(i -> new SequenceTask(options, i)).toList();
  }

  /**
   * For each test, variant and mode: whether the share of passing sequences and the spread of the
   * P-values are as they should be. In mode {@code sts-2.1.2} as the reference program has it, in
   * mode {@code exact} by exact distributions.
   */
  @Override
  public List<Finding> conclude(List<Finding> findings) {
    return new SecondLevel(options).conclude(findings);
  }
}
