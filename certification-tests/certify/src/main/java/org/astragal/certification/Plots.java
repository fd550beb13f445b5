package org.astragal.certification;

import java.util.Arrays;
import java.util.List;
import org.astragal.certification.Canvas.Anchor;
import org.astragal.certification.Canvas.Ink;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Uniformity;

/** Draws the plots of a report. Each says in its title what is shown, and where good data lie. */
final class Plots {
  /** Width of a plot that takes half of a page, in points. */
  static final double HALF = 250;

  /** Width of a plot that takes all of it. */
  static final double WHOLE = 515;

  static final double SHAPE_HEIGHT = 128;
  static final double CORRELATION_HEIGHT = 120;
  static final double BYTES_HEIGHT = 120;

  private static final double TITLE = 8.5;
  private static final double SMALL = 6.5;

  /** Height of a row of estimates. */
  private static final double ROW = 11;

  /** Two-sided 99 % of a normal variable. */
  private static final double Z99 = 2.5758;

  /** 99 % of the greatest distance of Kolmogorov and Smirnov, times the root of n. */
  private static final double KS99 = 1.628;

  private static final int MANY = 200;

  private Plots() {}

  /** The P-values of one test: how many lie where, and in order against those of good data. */
  static void shape(Canvas to, Figures.Values values) {
    double[] sorted = values.sorted();
    to.text(
        0,
        9,
        values.name() + ": " + Numbers.whole(sorted.length) + " P-values",
        Ink.TEXT,
        TITLE,
        Anchor.START);
    histogram(to, sorted, 14, 20, 118, 92);
    quantiles(to, sorted, 152, 20, 92, 92);
  }

  private static void histogram(
      Canvas to, double[] sorted, double x, double y, double width, double height) {
    int bins = sorted.length < MANY ? 10 : 20;
    long[] counts = Uniformity.counts(sorted, bins);
    double expected = (double) sorted.length / bins;
    double spread = Z99 * Math.sqrt(expected * (1 - 1.0 / bins));
    double top = Math.max((double) Arrays.stream(counts).max().orElse(0), expected + spread) * 1.1;
    double low = Math.max(0, expected - spread);
    to.rect(
        x,
        y + height * (1 - (expected + spread) / top),
        width,
        height * (expected + spread - low) / top,
        Ink.BAND,
        1);
    double step = width / bins;
    for (int i = 0; i < bins; i++) {
      double bar = height * counts[i] / top;
      to.rect(x + i * step + 0.6, y + height - bar, step - 1.2, bar, Ink.DATA, 0.85);
    }
    double middle = y + height * (1 - expected / top);
    to.line(x, middle, x + width, middle, Ink.EXPECTED, 0.8);
    axis(to, x, y + height, width);
    to.text(x, y + height + 9, "0", Ink.MUTED, SMALL, Anchor.START);
    to.text(x + width, y + height + 9, "1", Ink.MUTED, SMALL, Anchor.END);
    to.text(x + width / 2, y + height + 9, "P-value", Ink.MUTED, SMALL, Anchor.MIDDLE);
  }

  private static void quantiles(
      Canvas to, double[] sorted, double x, double y, double width, double height) {
    to.rect(x, y, width, height, Ink.GRID, 0.35);
    double band = KS99 / Math.sqrt(sorted.length);
    if (band < 1) {
      to.line(x, y + height * (1 - band), x + width * (1 - band), y, Ink.EXPECTED, 0.5);
      to.line(x + width * band, y + height, x + width, y + height * band, Ink.EXPECTED, 0.5);
    }
    to.line(x, y + height, x + width, y, Ink.EXPECTED, 0.8);
    int shown = Math.min(MANY, sorted.length);
    double[] xs = new double[shown];
    double[] ys = new double[shown];
    for (int i = 0; i < shown; i++) {
      int rank = shown == sorted.length ? i : (int) ((i + 0.5) * sorted.length / shown);
      xs[i] = x + width * (rank + 0.5) / sorted.length;
      ys[i] = y + height * (1 - sorted[rank]);
    }
    to.path(xs, ys, Ink.DATA, 1.4);
    to.text(x, y + height + 9, "expected", Ink.MUTED, SMALL, Anchor.START);
    to.text(x + width, y - 2, "observed", Ink.MUTED, SMALL, Anchor.END);
  }

  /**
   * Estimates of entropy side by side, each with the bound that it must reach.
   *
   * @param title says of what
   * @param most that a symbol, or a bit, can hold
   */
  static void estimates(Canvas to, String title, double most, List<Result> estimates) {
    double x = 84;
    double width = HALF - x - 34;
    to.text(0, 9, title, Ink.TEXT, TITLE, Anchor.START);
    double y = 18;
    for (Result estimate : estimates) {
      double value = estimate.minEntropy().orElse(0);
      boolean fails = estimate.status() == Status.FAIL;
      to.rect(x, y, width, ROW - 3, Ink.GRID, 0.45);
      to.rect(
          x, y, width * Math.clamp(value / most, 0, 1), ROW - 3, fails ? Ink.BAD : Ink.DATA, 0.85);
      if (estimate.threshold().isPresent()) {
        double bound = x + width * Math.clamp(estimate.threshold().getAsDouble() / most, 0, 1);
        to.line(bound, y - 1.5, bound, y + ROW - 1.5, Ink.TEXT, 0.8);
      }
      to.text(x - 4, y + ROW - 5, name(estimate), Ink.TEXT, SMALL, Anchor.END);
      to.text(x + width + 4, y + ROW - 5, Numbers.fixed(value, 5), Ink.MUTED, SMALL, Anchor.START);
      y += ROW;
    }
    to.text(x, y + 5, "0", Ink.MUTED, SMALL, Anchor.START);
    to.text(x + width, y + 5, Numbers.fixed(most, 0), Ink.MUTED, SMALL, Anchor.END);
  }

  private static String name(Result estimate) {
    return estimate.test().equals("assessed") ? "assessed, " + estimate.variant() : estimate.test();
  }

  /** {@return the height of {@link #estimates}} */
  static double estimatesHeight(int rows) {
    return 28 + rows * ROW;
  }

  /** How each bit goes with those behind it. */
  static void correlations(Canvas to, Portrait portrait) {
    double x = 34;
    double y = 18;
    double width = HALF - x;
    double height = CORRELATION_HEIGHT - y - 14;
    to.text(
        0,
        9,
        "Correlation of bits at a distance, of "
            + Numbers.whole(portrait.correlatedBits())
            + " bits",
        Ink.TEXT,
        TITLE,
        Anchor.START);
    double deviation = 1 / Math.sqrt((double) Math.max(1, portrait.correlatedBits()));
    // All distances together at 99 %: one in ten thousand each.
    double band = deviation * Power.quantile(Family.ALPHA / Portrait.LAGS / 2);
    double most = portrait.correlations().stream().mapToDouble(Math::abs).max().orElse(0);
    double top = Math.max(band, most) * 1.15;
    double zero = y + height / 2;
    to.rect(x, zero - band / top * height / 2, width, band / top * height, Ink.BAND, 1);
    to.line(x, zero, x + width, zero, Ink.EXPECTED, 0.8);
    double step = width / Portrait.LAGS;
    for (int i = 0; i < portrait.correlations().size(); i++) {
      double value = portrait.correlations().get(i);
      double bar = value / top * height / 2;
      to.line(
          x + (i + 0.5) * step,
          zero,
          x + (i + 0.5) * step,
          zero - bar,
          Math.abs(value) > band ? Ink.BAD : Ink.DATA,
          1);
    }
    to.text(
        x - 4,
        zero - band / top * height / 2 + 2,
        Numbers.scientific(band),
        Ink.MUTED,
        SMALL,
        Anchor.END);
    to.text(x - 4, zero + 2, "0", Ink.MUTED, SMALL, Anchor.END);
    to.text(x, y + height + 9, "1", Ink.MUTED, SMALL, Anchor.START);
    to.text(x + width, y + height + 9, "128 bits", Ink.MUTED, SMALL, Anchor.END);
  }

  /** How often each value of a byte occurs. */
  static void bytes(Canvas to, Report.Source source) {
    double x = 34;
    double y = 18;
    double width = HALF - x;
    double height = BYTES_HEIGHT - y - 14;
    int values = 1 << source.symbolBits();
    double expected = (double) source.bytes() / values;
    double spread =
        Power.quantile(Family.ALPHA / values / 2) * Math.sqrt(expected * (1 - 1.0 / values));
    List<Long> counts = source.byteCounts().subList(0, values);
    double most = counts.stream().mapToDouble(count -> Math.abs(count - expected)).max().orElse(0);
    double top = Math.max(spread, most) * 1.15;
    double zero = y + height / 2;
    to.text(
        0,
        9,
        "Each of the " + values + " symbols, against " + Numbers.fixed(expected, 1) + " expected",
        Ink.TEXT,
        TITLE,
        Anchor.START);
    to.rect(x, zero - spread / top * height / 2, width, spread / top * height, Ink.BAND, 1);
    to.line(x, zero, x + width, zero, Ink.EXPECTED, 0.8);
    double step = width / values;
    for (int i = 0; i < values; i++) {
      double difference = counts.get(i) - expected;
      to.line(
          x + (i + 0.5) * step,
          zero,
          x + (i + 0.5) * step,
          zero - difference / top * height / 2,
          Math.abs(difference) > spread ? Ink.BAD : Ink.DATA,
          Math.min(6, Math.max(0.7, step * 0.7)));
    }
    to.text(
        x - 4,
        zero - spread / top * height / 2 + 2,
        "+" + Numbers.fixed(spread, 0),
        Ink.MUTED,
        SMALL,
        Anchor.END);
    to.text(x - 4, zero + 2, "0", Ink.MUTED, SMALL, Anchor.END);
    to.text(x, y + height + 9, "0", Ink.MUTED, SMALL, Anchor.START);
    to.text(x + width, y + height + 9, Integer.toString(values - 1), Ink.MUTED, SMALL, Anchor.END);
  }

  private static void axis(Canvas to, double x, double y, double width) {
    to.line(x, y, x + width, y, Ink.MUTED, 0.7);
  }
}
