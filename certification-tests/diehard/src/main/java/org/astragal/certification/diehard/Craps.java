package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/** 200,000 games of craps: how many are won (244 of 495), and after how many throws they end. */
final class Craps implements Trial {
  static final int GAMES = 200_000;
  private static final int MOST = 21;
  private static final double WON = 244.0 / 495;

  /** A die is a word divided by this; the few words that would give a seventh side are not used. */
  private static final int SIDE = (int) (4294967295L / 6);

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] throwsTaken = new long[MOST];
    long won = 0;
    for (int i = 0; i < GAMES && !words.exhausted(); i++) {
      int point = roll(words);
      int taken = 1;
      boolean wins = point == 7 || point == 11;
      if (!wins && point != 2 && point != 3 && point != 12) {
        int now = 0;
        while (now != 7 && now != point && !words.exhausted()) {
          now = roll(words);
          taken++;
        }
        wins = now == point;
      }
      won += wins ? 1 : 0;
      throwsTaken[Math.min(MOST, taken) - 1]++;
    }
    double z = (won - GAMES * WON) / Math.sqrt(GAMES * WON * (1 - WON));
    return List.of(
        Outcome.normal(z), Pearson.of(throwsTaken, Pearson.expected(probabilities(), GAMES)));
  }

  private static int roll(Words words) throws SampleException, InterruptedException {
    return die(words) + die(words);
  }

  private static int die(Words words) throws SampleException, InterruptedException {
    int side = Integer.divideUnsigned(words.next(), SIDE);
    while (side > 5 && !words.exhausted()) {
      side = Integer.divideUnsigned(words.next(), SIDE);
    }
    return 1 + side;
  }

  /** The last cell holds all longer games. */
  private static double[] probabilities() {
    double[] p = new double[MOST];
    p[0] = 1.0 / 3;
    double left = 1 - p[0];
    for (int i = 1; i < MOST - 1; i++) {
      p[i] =
          (27 * Math.pow(27 / 36.0, i - 1)
                  + 40 * Math.pow(13 / 18.0, i - 1)
                  + 55 * Math.pow(25 / 36.0, i - 1))
              / 648;
      left -= p[i];
    }
    p[MOST - 1] = left;
    return p;
  }
}
