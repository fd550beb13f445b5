package org.astragal.certification.sp80022;

import java.util.List;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Whether too many or too few peaks of the Fourier transform lie below the height that 95 % stay
 * below.
 *
 * @spec sp800-22.html#2.6 SP 800-22, 2.6 Discrete Fourier Transform (Spectral) Test
 */
final class Dft {
  /** 2.6.7: the least length. */
  private static final int LEAST_BITS = 1000;

  /** The tables of the last length: they are large, and all sequences have one length. */
  private static @Nullable Plan last;

  static {
    // Tasks are what runs in parallel: a transform starts no threads of its own.
    ConcurrencyUtils.setNumberOfThreads(1);
  }

  private Dft() {}

  private record Plan(int length, DoubleFFT_1D transform) {}

  static List<Outcome> run(BitSequence bits) {
    if (bits.length() < LEAST_BITS) {
      return List.of(new Outcome.NotRun("", "needs at least 1000 bits"));
    }
    double[] spectrum = spectrum(bits);
    int reference = peaks(spectrum, Mode.REFERENCE);
    int exact = peaks(spectrum, Mode.EXACT);
    return List.of(
        new Outcome.Done(
            "",
            fit(bits.length(), reference, Mode.REFERENCE),
            fit(bits.length(), exact, Mode.EXACT),
            Details.of("peaksBelow", exact, "expected", 0.95 * bits.length() / 2)));
  }

  /** {@return the transform of the bits as -1 and 1: real parts at 2 k, imaginary at 2 k + 1} */
  static double[] spectrum(BitSequence bits) {
    int n = bits.length();
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = 2 * bits.bit(i) - 1;
    }
    transform(n).realForward(values);
    return values;
  }

  /** {@return the transform, which any number of threads may use at once: it only reads tables} */
  private static synchronized DoubleFFT_1D transform(int length) {
    Plan plan = last;
    if (plan == null || plan.length != length) {
      plan = new Plan(length, new DoubleFFT_1D(length));
      last = plan;
    }
    return plan.transform;
  }

  /** {@return the most memory that a transform takes for each bit, tables included} */
  static int bytesPerBit(int length) {
    int rest = length;
    for (int factor : new int[] {2, 3, 5}) {
      while (rest % factor == 0) {
        rest /= factor;
      }
    }
    // Lengths with large factors are done as a convolution of at least twice the length.
    return rest < 200 ? 64 : 200;
  }

  /** {@return how many of the first n / 2 moduli are below the height T} */
  static int peaks(double[] spectrum, Mode mode) {
    // 2.6.4: T = sqrt(n ln(1 / 0.05)); the reference program has ten digits of the logarithm.
    int n = spectrum.length;
    double square = n * (mode == Mode.REFERENCE ? 2.995732274 : Math.log(20));
    int count = spectrum[0] * spectrum[0] < square ? 1 : 0;
    for (int k = 1; k < n / 2; k++) {
      double re = spectrum[2 * k];
      double im = spectrum[2 * k + 1];
      count += re * re + im * im < square ? 1 : 0;
    }
    return count;
  }

  static Fit fit(int n, int below, Mode mode) {
    // 2.6.4: d = (N_1 - N_0) / sqrt(n 0.95 0.05 / 4). The moduli depend on each other: the variance
    // that simulations find has 3.8 in place of 4.
    double expected = 0.95 * n / 2;
    double divisor = mode == Mode.REFERENCE ? 4 : 3.8;
    double d = (below - expected) / Math.sqrt(n * 0.95 * 0.05 / divisor);
    return new Fit(d, OptionalDouble.empty(), PValue.normalTwoSided(d));
  }
}
