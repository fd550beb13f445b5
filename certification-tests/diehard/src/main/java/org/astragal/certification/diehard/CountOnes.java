package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * Words of five letters, where a letter says how many ones a byte has: up to 2, 3, 4, 5, or more.
 * The difference of the chi-squares of five and of four letters has 5^5 - 5^4 degrees of freedom.
 */
final class CountOnes implements Trial {
  static final int TRIES = 256_000;
  private static final int LETTERS = 5;
  private static final int FOUR = 625;
  private static final int FIVE = 3125;
  private static final double[] SHARES = {
    37 / 256.0, 56 / 256.0, 70 / 256.0, 56 / 256.0, 37 / 256.0
  };

  private final boolean stream;

  /** Overlapping words from the stream of bytes, or separate ones of one byte of each word. */
  CountOnes(boolean stream) {
    this.stream = stream;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] fives = new long[FIVE];
    if (stream) {
      typeStream(words, fives);
    } else {
      typeBytes(words, fives);
    }
    long[] fours = new long[FOUR];
    for (int i = 0; i < FIVE; i++) {
      fours[i % FOUR] += fives[i];
    }
    double difference = chiSquare(fives, LETTERS) - chiSquare(fours, LETTERS - 1);
    double dof = FIVE - FOUR;
    return List.of(Outcome.normal((difference - dof) / Math.sqrt(2 * dof)));
  }

  private static int letter(int bits) {
    return Math.clamp(Integer.bitCount(bits & 0xff) - 2, 0, LETTERS - 1);
  }

  private static void typeStream(Words words, long[] fives)
      throws SampleException, InterruptedException {
    int index = 0;
    for (int i = -4; i < TRIES; ) {
      int word = words.next();
      for (int byteOf = 0; byteOf < Integer.BYTES; byteOf++, i++, word >>>= 8) {
        index = (index * LETTERS + letter(word)) % FIVE;
        if (i >= 0) {
          fives[index]++;
        }
      }
    }
  }

  private static void typeBytes(Words words, long[] fives)
      throws SampleException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      int index = 0;
      for (int j = 0; j < LETTERS; j++) {
        index = index * LETTERS + letter(Integer.rotateRight(words.next(), i % Integer.SIZE));
      }
      fives[index]++;
    }
  }

  private static double chiSquare(long[] counts, int letters) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = TRIES;
      for (int j = 0, left = i; j < letters; j++, left /= LETTERS) {
        expected *= SHARES[left % LETTERS];
      }
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }
}
