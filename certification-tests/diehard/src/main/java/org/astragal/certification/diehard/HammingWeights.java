package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * Whether the number of ones of a word depends on those before it, which generators that are linear
 * over few bits show long after other tests pass (after Blackman and Vigna, A new test for
 * Hamming-weight dependencies, 2022). A word is a letter: few ones, about half, or many; the
 * difference of the chi-squares of overlapping eights and sevens has 3^8 - 3^7 degrees of freedom.
 */
final class HammingWeights implements Trial {
  static final int WORDS = 1_000_000;
  private static final int LETTERS = 3;
  private static final int LENGTH = 8;
  private static final int CELLS = 6561;

  /** So many ones are about half. */
  private static final int FROM = 15;

  private static final int TO = 17;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] eights = new long[CELLS];
    int index = 0;
    for (int i = 1 - LENGTH; i < WORDS; i++) {
      int ones = Integer.bitCount(words.next());
      int letter = ones < FROM ? 0 : ones <= TO ? 1 : 2;
      index = (index * LETTERS + letter) % CELLS;
      if (i >= 0) {
        eights[index]++;
      }
    }
    long[] sevens = new long[CELLS / LETTERS];
    for (int i = 0; i < CELLS; i++) {
      sevens[i % sevens.length] += eights[i];
    }
    double difference = chiSquare(eights, LENGTH) - chiSquare(sevens, LENGTH - 1);
    return List.of(Outcome.chiSquare(Math.max(0, difference), CELLS - sevens.length));
  }

  private static double chiSquare(long[] counts, int length) {
    double[] shares = shares();
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = WORDS;
      for (int j = 0, left = i; j < length; j++, left /= LETTERS) {
        expected *= shares[left % LETTERS];
      }
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }

  /** Binomial, of 32 bits. */
  private static double[] shares() {
    double[] shares = new double[LETTERS];
    double share = Math.pow(2, -Integer.SIZE);
    for (int ones = 0; ones <= Integer.SIZE; ones++) {
      shares[ones < FROM ? 0 : ones <= TO ? 1 : 2] += share;
      share *= (Integer.SIZE - ones) / (ones + 1.0);
    }
    return shares;
  }
}
