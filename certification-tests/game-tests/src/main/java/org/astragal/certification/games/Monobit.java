package org.astragal.certification.games;

import org.astragal.certification.battery.SampleException;

/** Ones among all bits: binomial, and for so many bits as good as normal. */
final class Monobit {
  private static final int LEAST_BITS = 1_000;

  private Monobit() {}

  static void run(Words words, Lines lines) throws SampleException, InterruptedException {
    long ones = 0;
    while (words.hasNext()) {
      ones += Long.bitCount(words.next());
    }
    long bits = words.taken() * words.wordBits();
    if (bits < LEAST_BITS) {
      lines.notRun(TestName.MONOBIT, "", bits, "needs " + LEAST_BITS + " bits");
    } else {
      lines.normal(
          TestName.MONOBIT, "", (2.0 * ones - bits) / Math.sqrt((double) bits), bits, "ones", ones);
    }
  }
}
