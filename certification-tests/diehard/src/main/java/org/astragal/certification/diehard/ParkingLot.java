package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * How many of 12,000 helicopters land on a square of side 100, if each needs a distance of more
 * than 1 to all others in one of the two directions. Mean 3523 and sigma 21.9 are Marsaglia's, by
 * simulation.
 */
final class ParkingLot implements Trial {
  static final int TRIES = 12_000;
  private static final int SIDE = 100;
  private static final double MEAN = 3523;
  private static final double SIGMA = 21.9;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    // A cell of side 1 holds at most one; a rim of empty cells saves the question where it ends.
    int width = SIDE + 3;
    double[] xs = new double[width * width];
    double[] ys = new double[width * width];
    boolean[] taken = new boolean[width * width];
    int landed = 0;
    for (int i = 0; i < TRIES; i++) {
      double x = SIDE * words.uniform();
      double y = SIDE * words.uniform();
      int cell = ((int) y + 1) * width + (int) x + 1;
      boolean free = true;
      for (int near = 0; near < 9 && free; near++) {
        int other = cell + (near / 3 - 1) * width + near % 3 - 1;
        free = !taken[other] || Math.abs(xs[other] - x) > 1 || Math.abs(ys[other] - y) > 1;
      }
      if (free) {
        taken[cell] = true;
        xs[cell] = x;
        ys[cell] = y;
        landed++;
      }
    }
    return List.of(Outcome.normal((landed - MEAN) / SIGMA));
  }
}
