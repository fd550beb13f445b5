package org.astragal.certification.diehard;

import java.util.Arrays;
import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * Monkey tests: how many of 2^20 words do not come among 2^21. The number is nearly normal; mean
 * and standard deviation depend on how the words overlap.
 */
final class MissingWords implements Trial {
  static final int TRIES = 1 << 21;
  private static final int WORD_BITS = 20;

  private final Monkey monkey;
  private final double mean;
  private final double sigma;
  private final long[] seen = new long[1 << (WORD_BITS - 6)];

  private MissingWords(Monkey monkey, double mean, double sigma) {
    this.monkey = monkey;
    this.mean = mean;
    this.sigma = sigma;
  }

  /** Types the words of one sample. */
  private interface Monkey {
    void type(Words words, long[] seen) throws SampleException, InterruptedException;
  }

  /**
   * 20 bits in a row, each bit beginning another word. Mean and sigma are Marsaglia's.
   *
   * @param unused words that are skipped after each sample: dieharder skips some
   */
  static MissingWords bitstream(int unused) {
    return new MissingWords((words, seen) -> typeBits(words, seen, unused), 141_909, 428);
  }

  /** Two letters of 10 bits. Mean and sigma after Rahmann and Rivals (2003). */
  static MissingWords opso() {
    return new MissingWords(
        (words, seen) -> typeLetters(words, seen, 2, 10, 2, 0), 141_909.3299550069, 290.4622634038);
  }

  /** Four letters of 5 bits. Mean and sigma after Rahmann and Rivals (2003). */
  static MissingWords oqso() {
    return new MissingWords(
        (words, seen) -> typeLetters(words, seen, 4, 5, 6, 0), 141_909.6005321316, 294.6558723658);
  }

  /** Ten letters of 2 bits, one bit apart. Mean and sigma after Rahmann and Rivals (2003). */
  static MissingWords dna() {
    return new MissingWords(
        (words, seen) -> typeLetters(words, seen, 10, 2, 32, 11),
        141_910.4026047629,
        337.2901506904);
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    Arrays.fill(seen, 0);
    monkey.type(words, seen);
    int missing = 1 << WORD_BITS;
    for (long word : seen) {
      missing -= Long.bitCount(word);
    }
    return List.of(Outcome.normal((missing - mean) / sigma));
  }

  private static void mark(long[] seen, int word) {
    seen[word >>> 6] |= 1L << word;
  }

  /** From the ninth bit of a word on, the highest first. */
  private static void typeBits(Words words, long[] seen, int unused)
      throws SampleException, InterruptedException {
    long window = words.next() & 0xffffffffL;
    for (int i = 0; i < TRIES; i += Integer.SIZE) {
      window = (window << Integer.SIZE) | (words.next() & 0xffffffffL);
      for (int bit = 0; bit < Integer.SIZE; bit++) {
        mark(seen, (int) (window >>> (36 - bit)) & ((1 << WORD_BITS) - 1));
      }
    }
    for (int i = 0; i < unused; i++) {
      words.next();
    }
  }

  /**
   * Takes so many words of data for the letters, and from each the letter at one place after the
   * other: side by side, or one bit apart if they would not fit otherwise.
   */
  private static void typeLetters(
      Words words, long[] seen, int letters, int letterBits, int places, int unused)
      throws SampleException, InterruptedException {
    for (int i = 0; i < unused; i++) {
      words.next();
    }
    int step = places * letterBits <= Integer.SIZE ? letterBits : 1;
    int mask = (1 << letterBits) - 1;
    int[] held = new int[letters];
    for (int i = 0; i < TRIES; i++) {
      int shift = i % places * step;
      if (shift == 0) {
        for (int j = 0; j < letters; j++) {
          held[j] = words.next();
        }
      }
      int word = 0;
      for (int j = 0; j < letters; j++) {
        word = (word << letterBits) | (Integer.rotateRight(held[j], shift) & mask);
      }
      mark(seen, word);
    }
  }
}
