package org.astragal.certification.diehard;

import java.util.Arrays;
import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * The least distance between random points of a square or a cube: a power of it is nearly
 * exponential. The means, 0.995 for 8,000 points in a square of side 10,000 and 30 for 4,000 points
 * in a cube of side 1,000, are Marsaglia's.
 */
final class MinimumDistance implements Trial {
  private final int dimensions;
  private final int points;
  private final double side;
  private final double mean;

  private MinimumDistance(int dimensions, int points, double side, double mean) {
    this.dimensions = dimensions;
    this.points = points;
    this.side = side;
    this.mean = mean;
  }

  static MinimumDistance square() {
    return new MinimumDistance(2, 8000, 10_000, 0.995);
  }

  static MinimumDistance cube() {
    return new MinimumDistance(3, 4000, 1000, 30);
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    double[][] all = new double[points][dimensions];
    for (double[] point : all) {
      for (int d = 0; d < dimensions; d++) {
        point[d] = side * words.positive();
      }
    }
    Arrays.sort(all, (a, b) -> Double.compare(a[0], b[0]));
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points; i++) {
      for (int j = i + 1; j < points && square(all[j][0] - all[i][0]) < least; j++) {
        double distance = 0;
        for (int d = 0; d < dimensions; d++) {
          distance += square(all[j][d] - all[i][d]);
        }
        least = Math.min(least, distance);
      }
    }
    return List.of(Outcome.exponential(Math.pow(least, dimensions / 2.0) / mean));
  }

  private static double square(double x) {
    return x * x;
  }
}
