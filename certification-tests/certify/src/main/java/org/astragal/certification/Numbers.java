package org.astragal.certification;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them: the same text in every place and every country. */
final class Numbers {
  /** Smaller P-values are written with their exponent. */
  private static final double SMALL = 1e-4;

  private static final double LARGE = 1e7;

  private Numbers() {}

  /** {@return a P-value with six decimals, or with its exponent if it is small} */
  static String p(double p) {
    return String.format(Locale.ROOT, p == 0 || p >= SMALL ? "%.6f" : "%.2e", p);
  }

  /** {@return a P-value, also one that is too small for a double; empty if there is none} */
  static String p(OptionalDouble p, OptionalDouble log10) {
    if (p.isEmpty()) {
      return "";
    }
    double value = p.getAsDouble();
    if (value > 0 || log10.isEmpty()) {
      return value == 0 ? "0" : p(value);
    }
    double exponent = Math.floor(log10.getAsDouble());
    return String.format(
        Locale.ROOT, "%.2fe%.0f", Math.pow(10, log10.getAsDouble() - exponent), exponent);
  }

  /** {@return a statistic with the digits that matter; empty if there is none} */
  static String statistic(OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    double v = value.getAsDouble();
    if (v == Math.rint(v) && Math.abs(v) < LARGE) {
      return String.format(Locale.ROOT, "%.0f", v);
    }
    return String.format(
        Locale.ROOT, Math.abs(v) < LARGE && Math.abs(v) > SMALL ? "%.4f" : "%.4e", v);
  }

  /** {@return a whole number with groups of three} */
  static String whole(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@return with so many decimals} */
  static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** {@return with so many significant digits, and an exponent} */
  static String scientific(double value) {
    return String.format(Locale.ROOT, "%.2e", value);
  }
}
