package org.astragal.certification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.astragal.certification.Canvas.Anchor;
import org.astragal.certification.Canvas.Ink;
import org.astragal.certification.battery.Binomial;

/** Draws what a battery that looks at sequences says of them. */
final class SequencePlots {
  static final double PROPORTION_HEIGHT = 150;

  /** Where a name may be broken. */
  private static final Pattern WORDS = Pattern.compile("-(?=[a-z]{3})");

  private static final double LEFT = 30;
  private static final double TOP = 18;
  private static final double LABELS = 24;
  private static final double TITLE = 8.5;
  private static final double SMALL = 6.5;
  private static final double TINY = 4.3;

  /** Least width of the column of a test, in units of the root of its forms. */
  private static final double LEAST_WEIGHT = 5;

  private static final double MATRIX_LEFT = 118;
  private static final double MATRIX_ROW = 10;

  private SequencePlots() {}

  /** The share of sequences that pass each form of each test, with the band of good data. */
  static void proportions(Canvas to, List<Figures.Proportion> proportions) {
    int of = proportions.stream().mapToInt(Figures.Proportion::of).max().orElse(1);
    double expected = 1 - Family.ALPHA;
    double spread = spread(of);
    double least =
        proportions.stream().mapToDouble(Figures.Proportion::share).min().orElse(expected);
    var scale = new Scale(Math.max(0, Math.min(expected - spread, least) - 0.005));
    to.text(
        0,
        9,
        "Share of sequences that pass each form of each test, with the band of SP 800-22 4.2.1",
        Ink.TEXT,
        TITLE,
        Anchor.START);
    double width = Plots.WHOLE - LEFT;
    double bandTop = scale.y(Math.min(1, expected + spread));
    to.rect(LEFT, bandTop, width, scale.y(expected - spread) - bandTop, Ink.BAND, 1);
    to.line(LEFT, scale.y(expected), LEFT + width, scale.y(expected), Ink.EXPECTED, 0.8);
    double last = Double.NEGATIVE_INFINITY;
    for (double tick : new double[] {1, expected, expected - spread}) {
      double y = scale.y(tick);
      if (y - last > SMALL) {
        to.text(LEFT - 4, y + 2, Numbers.fixed(tick, 3), Ink.MUTED, SMALL, Anchor.END);
        last = y;
      }
    }
    Map<String, List<Figures.Proportion>> tests = new LinkedHashMap<>();
    proportions.forEach(p -> tests.computeIfAbsent(p.test(), _ -> new ArrayList<>()).add(p));
    double weights = tests.values().stream().mapToDouble(SequencePlots::weight).sum();
    // All forms together at alpha.
    double level = Family.ALPHA / Math.max(1, proportions.size());
    double x = LEFT;
    for (var test : tests.entrySet()) {
      double column = width * weight(test.getValue()) / weights;
      column(to, scale, test.getKey(), test.getValue(), x, column, level);
      x += column;
    }
    to.line(LEFT, scale.bottom(), LEFT + width, scale.bottom(), Ink.MUTED, 0.7);
  }

  private static double spread(int sequences) {
    return 3 * Math.sqrt((1 - Family.ALPHA) * Family.ALPHA / sequences);
  }

  private static double weight(List<Figures.Proportion> forms) {
    return Math.max(LEAST_WEIGHT, Math.sqrt(forms.size()));
  }

  /** From a share to a place. */
  private record Scale(double least) {
    private static final double MOST = 1.002;

    double bottom() {
      return PROPORTION_HEIGHT - LABELS;
    }

    double y(double share) {
      return TOP + (MOST - share) * (bottom() - TOP) / (MOST - least);
    }
  }

  private static void column(
      Canvas to,
      Scale scale,
      String test,
      List<Figures.Proportion> forms,
      double x,
      double width,
      double level) {
    to.line(x, TOP, x, scale.bottom(), Ink.GRID, 0.6);
    for (int i = 0; i < forms.size(); i++) {
      Figures.Proportion form = forms.get(i);
      boolean low = level >= new Binomial(form.of(), 1 - Family.ALPHA).lower(form.passed()).p();
      to.dot(
          x + (i + 0.5) * width / forms.size(),
          scale.y(form.share()),
          low ? 2 : 1.3,
          low ? Ink.BAD : Ink.DATA);
    }
    double y = scale.bottom() + 7;
    for (String line : WORDS.splitAsStream(test).toList()) {
      to.text(x + 1.5, y, line, Ink.MUTED, TINY, Anchor.START);
      y += 5.5;
    }
  }

  /** Tests against sequences: the smaller a P-value, the darker. */
  static void matrix(Canvas to, Figures.Matrix matrix) {
    to.text(
        0,
        9,
        "Smallest P-value of each test in each sequence, times the number of its forms",
        Ink.TEXT,
        TITLE,
        Anchor.START);
    double width = Plots.WHOLE - MATRIX_LEFT;
    double step = width / Math.max(1, matrix.columns());
    double y = TOP;
    for (var row : matrix.rows().entrySet()) {
      to.text(MATRIX_LEFT - 4, y + MATRIX_ROW - 3, row.getKey(), Ink.TEXT, SMALL, Anchor.END);
      double[] values = row.getValue();
      for (int i = 0; i < values.length; i++) {
        cell(to, MATRIX_LEFT + i * step, y, step - (step > 3 ? 0.5 : 0), values[i]);
      }
      y += MATRIX_ROW;
    }
    legend(to, y + 4);
  }

  private static void cell(Canvas to, double x, double y, double width, double p) {
    if (Double.isNaN(p)) {
      to.rect(x, y, width, MATRIX_ROW - 1, Ink.GRID, 0.25);
      return;
    }
    boolean bad = p < 1e-6;
    to.rect(x, y, width, MATRIX_ROW - 1, bad ? Ink.BAD : Ink.DATA, bad ? 1 : shade(p));
  }

  /** From pale at 1 to full at a millionth. */
  private static double shade(double p) {
    return Math.round(Math.clamp(0.1 - Math.log10(p) * 0.15, 0.1, 1) * 20) / 20.0;
  }

  private static void legend(Canvas to, double y) {
    double x = MATRIX_LEFT;
    double[] steps = {1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-7};
    String[] names = {"1", "0.1", "0.01", "0.001", "1e-4", "1e-5", "below 1e-6"};
    for (int i = 0; i < steps.length; i++) {
      cell(to, x, y, 12, steps[i]);
      to.text(x + 15, y + MATRIX_ROW - 3, names[i], Ink.MUTED, SMALL, Anchor.START);
      x += 46;
    }
    cell(to, x + 8, y, 12, Double.NaN);
    to.text(x + 23, y + MATRIX_ROW - 3, "not run", Ink.MUTED, SMALL, Anchor.START);
  }

  /** {@return the height of {@link #matrix}} */
  static double matrixHeight(Figures.Matrix matrix) {
    return TOP + matrix.rows().size() * MATRIX_ROW + 16;
  }
}
