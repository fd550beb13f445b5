package org.astragal.certification.games;

import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Correlation of the positions of one round, and of each position with the same one of rounds
 * before. The mean and the variance of each product are known exactly; without replacement the
 * expected correlation is -1 / (M - 1), not 0.
 */
final class Interplay {
  /** Rounds before that are looked at. */
  private static final int LAGS = 10;

  private static final int LEAST_ROUNDS = 100;

  private final int positions;
  private final int values;
  private final boolean replaced;
  private final double mean;
  private final double[] products;
  private final double[] lagged;
  private final double[][] rounds = new double[LAGS][];
  private long count;

  /**
   * Begins.
   *
   * @param positions in a round
   * @param values how many there are
   * @param replaced whether the same value can come again in a round
   */
  Interplay(int positions, int values, boolean replaced) {
    this.positions = positions;
    this.values = values;
    this.replaced = replaced;
    this.mean = (values - 1) / 2.0;
    this.products = new double[positions * positions];
    this.lagged = new double[LAGS * positions];
  }

  void add(int[] round) {
    double[] centred = new double[positions];
    for (int i = 0; i < positions; i++) {
      centred[i] = round[i] - mean;
      for (int j = 0; j < i; j++) {
        products[i * positions + j] += centred[i] * centred[j];
      }
    }
    for (int lag = 1; lag <= Math.min(LAGS, count); lag++) {
      double[] before = rounds[(int) ((count - lag) % LAGS)];
      for (int i = 0; i < positions; i++) {
        lagged[(lag - 1) * positions + i] += centred[i] * before[i];
      }
    }
    rounds[(int) (count % LAGS)] = centred;
    count++;
  }

  /**
   * Says how they fit.
   *
   * @param serial whether the rounds before are wanted too
   */
  void finish(Lines lines, boolean serial) {
    if (count < LEAST_ROUNDS) {
      lines.notRun(TestName.INTERPLAY_CORRELATION, "", count, "needs " + LEAST_ROUNDS + " rounds");
      return;
    }
    double m = values;
    double square = (m * m - 1) / 12;
    double fourth = (m * m - 1) * (3 * m * m - 7) / 240;
    // Of two different ones of M values: E xy = -s / (M - 1), E x^2 y^2 = (M s^2 - E x^4) / (M -
    // 1).
    double expected = replaced ? 0 : -square / (m - 1);
    double second = replaced ? square * square : (m * square * square - fourth) / (m - 1);
    double deviation = Math.sqrt(count * (second - expected * expected));
    double largest = 0;
    String where = "";
    int pairs = positions * (positions - 1) / 2;
    for (int i = 0; i < positions; i++) {
      for (int j = 0; j < i; j++) {
        double z = (products[i * positions + j] - count * expected) / deviation;
        if (Math.abs(z) >= Math.abs(largest)) {
          largest = z;
          where = (j + 1) + " and " + (i + 1);
        }
      }
    }
    lines.fit(
        TestName.INTERPLAY_CORRELATION,
        "positions",
        new Fit(
            largest,
            OptionalDouble.empty(),
            Extremes.smallest(PValue.normalTwoSided(largest), pairs)),
        count,
        "pairs",
        pairs,
        "largest",
        where,
        "expectedCorrelation",
        expected / square);
    if (serial) {
      finishSerial(lines, square);
    }
  }

  private void finishSerial(Lines lines, double square) {
    double sum = 0;
    for (int lag = 1; lag <= LAGS; lag++) {
      for (int i = 0; i < positions; i++) {
        double z = lagged[(lag - 1) * positions + i] / (square * Math.sqrt((double) (count - lag)));
        sum += z * z;
      }
    }
    double dof = LAGS * (double) positions;
    lines.fit(
        TestName.SERIAL_CORRELATION,
        "rounds 1-" + LAGS + " before",
        new Fit(sum, OptionalDouble.of(dof), PValue.chiSquare(sum, dof)),
        count);
  }
}
