package org.astragal.certification.diehard;

import java.util.Arrays;
import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * Birthday spacings: of 512 birthdays in a year of 2^24 days, how many spacings come again. Their
 * number is Poisson with the mean 512^3 / 2^26 = 2. The days are 24 bits each of the stream of
 * bits, the lowest bit of a word first.
 */
final class Birthdays implements Trial {
  static final int BIRTHDAYS = 512;
  static final int YEARS = 100;
  private static final int DAY_BITS = 24;
  private static final double MEAN = 2;
  private static final int CELLS = 12;

  private long held;
  private int bits;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] observed = new long[CELLS];
    for (int i = 0; i < YEARS; i++) {
      observed[Math.min(CELLS - 1, repeats(spacings(words)))]++;
    }
    return List.of(Pearson.of(observed, Pearson.expected(poisson(), YEARS)));
  }

  /** {@return the spacings of one year, in order; the first is from the year's beginning} */
  int[] spacings(Words words) throws SampleException, InterruptedException {
    int[] days = new int[BIRTHDAYS];
    for (int i = 0; i < BIRTHDAYS; i++) {
      days[i] = day(words);
    }
    Arrays.sort(days);
    for (int i = BIRTHDAYS - 1; i > 0; i--) {
      days[i] -= days[i - 1];
    }
    Arrays.sort(days);
    return days;
  }

  private int day(Words words) throws SampleException, InterruptedException {
    if (bits < DAY_BITS) {
      held |= (words.next() & 0xffffffffL) << bits;
      bits += Integer.SIZE;
    }
    int day = (int) held & ((1 << DAY_BITS) - 1);
    held >>>= DAY_BITS;
    bits -= DAY_BITS;
    return day;
  }

  /** {@return how many values come more than once} */
  static int repeats(int[] sorted) {
    int repeats = 0;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1] && (i == 1 || sorted[i - 1] != sorted[i - 2])) {
        repeats++;
      }
    }
    return repeats;
  }

  /** The last cell holds all that is above. */
  private static double[] poisson() {
    double[] p = new double[CELLS];
    double term = Math.exp(-MEAN);
    double left = 1;
    for (int k = 0; k < CELLS - 1; k++) {
      p[k] = term;
      left -= term;
      term *= MEAN / (k + 1);
    }
    p[CELLS - 1] = left;
    return p;
  }
}
