package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * Runs up and runs down. Their lengths depend on each other; the statistic is the quadratic form of
 * Knuth (The Art of Computer Programming, 3.3.2 G) and Grafton (AS 157), with 6 degrees of freedom.
 * The sequence is closed to a ring.
 */
final class Runs implements Trial {
  static final int WORDS = 100_000;
  private static final int LONGEST = 6;
  private static final double[][] A = {
    {4529.4, 9044.9, 13568.0, 18091.0, 22615.0, 27892.0},
    {9044.9, 18097.0, 27139.0, 36187.0, 45234.0, 55789.0},
    {13568.0, 27139.0, 40721.0, 54281.0, 67852.0, 83685.0},
    {18091.0, 36187.0, 54281.0, 72414.0, 90470.0, 111580.0},
    {22615.0, 45234.0, 67852.0, 90470.0, 113262.0, 139476.0},
    {27892.0, 55789.0, 83685.0, 111580.0, 139476.0, 172860.0}
  };
  private static final double[] B = {
    1.0 / 6, 5.0 / 24, 11.0 / 120, 19.0 / 720, 29.0 / 5040, 1.0 / 840
  };

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    int[] up = new int[LONGEST];
    int[] down = new int[LONGEST];
    int rising = 1;
    int falling = 1;
    int first = words.next();
    int last = first;
    for (int i = 1; i <= WORDS; i++) {
      int next = i < WORDS ? words.next() : last;
      int from = i < WORDS ? last : first;
      if (Integer.compareUnsigned(next, from) > 0) {
        rising = Math.min(LONGEST, rising + 1);
        down[falling - 1]++;
        falling = 1;
      } else {
        falling = Math.min(LONGEST, falling + 1);
        up[rising - 1]++;
        rising = 1;
      }
      last = next;
    }
    return List.of(form(up), form(down));
  }

  private static Outcome form(int[] runs) {
    double sum = 0;
    for (int i = 0; i < LONGEST; i++) {
      for (int j = 0; j < LONGEST; j++) {
        sum += (runs[i] - WORDS * B[i]) * (runs[j] - WORDS * B[j]) * A[i][j];
      }
    }
    return Outcome.chiSquare(Math.max(0, sum / WORDS), LONGEST);
  }
}
