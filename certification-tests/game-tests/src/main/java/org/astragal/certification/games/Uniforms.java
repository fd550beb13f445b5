package org.astragal.certification.games;

import java.util.Arrays;
import org.astragal.certification.battery.SampleException;

/**
 * Numbers from 0 to 1 of draws: several draws are the digits of one, so that no two numbers are
 * equal by chance.
 */
final class Uniforms {
  /** A double holds so many steps. */
  private static final double STEPS = 0x1p53;

  /** With so many steps, a million numbers hold an equal pair once in two thousand times. */
  private static final double ENOUGH = 0x1p50;

  /** Single draws that are kept as a series. */
  private static final int MOST_SERIES = 1 << 20;

  private final double[] values;
  private final double[] series;
  private final double resolution;

  /**
   * Holds numbers.
   *
   * @param series the single draws, in order: what happens from one draw to the next is lost in
   *     numbers of many digits
   */
  private Uniforms(double[] values, double[] series, double resolution) {
    this.values = values;
    this.series = series;
    this.resolution = resolution;
  }

  /** {@return their tests} */
  UniformTests tests() {
    return new UniformTests(values, series, resolution);
  }

  /** {@return how many draws make a number} */
  static int digits(long below) {
    int digits = 1;
    for (double steps = below; steps < ENOUGH && steps * below <= STEPS; steps *= below) {
      digits++;
    }
    return digits;
  }

  /** {@return the numbers of words} */
  static Uniforms ofWords(Words words, int most) throws SampleException, InterruptedException {
    // A double has 53 bits: lower ones of a longer word are left out.
    int shift = Math.max(0, words.wordBits() - 53);
    double resolution = Math.scalb(1.0, shift - words.wordBits());
    double[] values = new double[most];
    int count = 0;
    while (count < most && words.hasNext()) {
      values[count++] = (words.next() >>> shift) * resolution;
    }
    double[] all = Arrays.copyOf(values, count);
    return new Uniforms(all, all, resolution);
  }

  /** {@return the numbers of draws} */
  static Uniforms ofNumbers(Numbers numbers, long below, int most)
      throws SampleException, InterruptedException, BadDrawException {
    int digits = digits(below);
    double steps = Math.pow((double) below, digits);
    double[] values = new double[most];
    double[] series = new double[(int) Math.min(MOST_SERIES, (long) most * digits)];
    int count = 0;
    int drawn = 0;
    double value = 0;
    int held = 0;
    while (count < most) {
      long draw = numbers.next(below);
      if (draw == Numbers.END) {
        break;
      }
      if (drawn < series.length) {
        series[drawn++] = draw;
      }
      value = value * below + draw;
      held++;
      if (held == digits) {
        values[count++] = value / steps;
        value = 0;
        held = 0;
      }
    }
    return new Uniforms(Arrays.copyOf(values, count), Arrays.copyOf(series, drawn), 1 / steps);
  }
}
