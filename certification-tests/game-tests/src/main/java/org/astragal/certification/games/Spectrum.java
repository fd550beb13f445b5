package org.astragal.certification.games;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Uniformity;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * What one Fourier transform says: the circular serial correlation at every lag, and the
 * periodogram.
 */
final class Spectrum {
  /** The longest lag. */
  static final int LAGS = 1_000;

  /** Shorter data have too few numbers for so many lags. */
  private static final int LEAST = 4 * LAGS;

  static {
    // Tasks are what runs in parallel: a transform starts no threads of its own.
    ConcurrencyUtils.setNumberOfThreads(1);
  }

  private final int n;
  private final double[] transform;
  private final double[] powers;

  /**
   * Transforms.
   *
   * @param u the numbers; as many are used as a fast transform can take
   */
  Spectrum(double[] u) {
    n = smooth(u.length);
    double mean = Arrays.stream(u, 0, n).sum() / n;
    transform = new double[n];
    for (int i = 0; i < n; i++) {
      transform[i] = u[i] - mean;
    }
    var fft = new DoubleFFT_1D(n);
    fft.realForward(transform);
    powers = new double[(n - 1) / 2];
    transform[0] = 0;
    for (int k = 1; 2 * k < n; k++) {
      double re = transform[2 * k];
      // Of an odd length, the last imaginary part stands at 1.
      int at = n % 2 == 1 && k == n / 2 ? 1 : 2 * k + 1;
      double im = transform[at];
      powers[k - 1] = re * re + im * im;
      transform[2 * k] = powers[k - 1];
      transform[at] = 0;
    }
    if (n % 2 == 0) {
      transform[1] *= transform[1];
    }
    fft.realInverse(transform, true);
  }

  /** {@return the largest number up to n without a prime factor above 5} */
  static int smooth(int n) {
    int best = 1;
    for (long five = 1; five <= n; five *= 5) {
      for (long three = five; three <= n; three *= 3) {
        long two = three * Long.highestOneBit(n / three);
        best = (int) Math.max(best, two);
      }
    }
    return best;
  }

  /** {@return the correlation at a lag} */
  double correlation(int lag) {
    return transform[lag] / transform[0];
  }

  /** {@return the same, as good data make it standard normal} */
  double z(int lag) {
    double count = n;
    return (correlation(lag) + 1 / (count - 1))
        / Math.sqrt(count * count / ((count - 1) * (count - 1) * (count - 2)));
  }

  void run(Lines lines) {
    if (n < LEAST || !(transform[0] > 0)) {
      String need =
          n < LEAST ? "needs " + LEAST + " numbers" : "needs numbers that are not all the same";
      lines.notRun(TestName.SERIAL_CORRELATION, "", n, need);
      lines.notRun(TestName.SPECTRAL, "", n, need);
      return;
    }
    double largest = 0;
    int at = 0;
    double squares = 0;
    for (int lag = 1; lag <= LAGS; lag++) {
      double z = z(lag);
      squares += z * z;
      if (Math.abs(z) > Math.abs(largest)) {
        largest = z;
        at = lag;
      }
    }
    lines.normal(
        TestName.SERIAL_CORRELATION,
        "lag 1",
        z(1),
        n,
        "correlation",
        Double.toString(correlation(1)));
    lines.fit(
        TestName.SERIAL_CORRELATION,
        "lags 1-1000 largest",
        new Fit(
            largest,
            OptionalDouble.empty(),
            Extremes.smallest(PValue.normalTwoSided(largest), LAGS)),
        n,
        "lag",
        at,
        "correlation",
        Double.toString(correlation(at)));
    lines.fit(
        TestName.SERIAL_CORRELATION,
        "lags 1-1000 squares",
        new Fit(squares, OptionalDouble.of(LAGS), PValue.chiSquare(squares, LAGS)),
        n);
    peak(lines);
    slope(lines);
  }

  /** Fisher's test of the highest peak: the share of it in the sum of the periodogram. */
  private void peak(Lines lines) {
    double sum = 0;
    int highest = 0;
    for (int k = 0; k < powers.length; k++) {
      sum += powers[k];
      highest = powers[k] > powers[highest] ? k : highest;
    }
    double share = powers[highest] / sum;
    // One peak is that high with probability (1 - g)^(q - 1); of q peaks, any.
    PValue one = PValue.ofLn((powers.length - 1) * Math.log1p(-Math.min(share, 1)));
    lines.fit(
        TestName.SPECTRAL,
        "peak",
        new Fit(
            share * powers.length, OptionalDouble.empty(), Extremes.smallest(one, powers.length)),
        n,
        "period",
        (double) n / (highest + 1));
  }

  /** Bartlett's test: the shares of the periodogram that are reached lie like ordered uniforms. */
  private void slope(Lines lines) {
    double sum = Arrays.stream(powers).sum();
    double[] reached = new double[powers.length - 1];
    double so = 0;
    for (int k = 0; k < reached.length; k++) {
      so += powers[k];
      reached[k] = Math.min(1, so / sum);
    }
    lines.fit(TestName.SPECTRAL, "cumulated", Uniformity.kolmogorovSmirnov(reached), n);
  }
}
