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

  private final double[] values;
  private final double resolution;

  private Uniforms(double[] values, double resolution) {
    this.values = values;
    this.resolution = resolution;
  }

  /** {@return their tests} */
  UniformTests tests() {
    return new UniformTests(values, resolution);
  }

  /** {@return how many there are} */
  int count() {
    return values.length;
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
    return new Uniforms(Arrays.copyOf(values, count), resolution);
  }

  /** {@return the numbers of draws} */
  static Uniforms ofNumbers(Numbers numbers, long below, int most)
      throws SampleException, InterruptedException, BadDrawException {
    int digits = digits(below);
    double steps = Math.pow((double) below, digits);
    double[] values = new double[most];
    int count = 0;
    while (count < most) {
      double value = 0;
      for (int i = 0; i < digits; i++) {
        long draw = numbers.next(below);
        if (draw == Numbers.END) {
          return new Uniforms(Arrays.copyOf(values, count), 1 / steps);
        }
        value = value * below + draw;
      }
      values[count++] = value / steps;
    }
    return new Uniforms(values, 1 / steps);
  }
}
