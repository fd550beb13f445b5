package org.astragal.certification.battery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of how far P-values of good data are from uniform: a cell for each test, a line for
 * each form of it. The same values give the same bytes. Use by one thread.
 *
 * <p>A line is the share of P-values up to p, less p, times the root of their number. It stays
 * within the grey band, the 1 % point of Kolmogorov and Smirnov, for 99 of 100 forms that are
 * right. Above 0 a test rejects too often, below too seldom; a statistic that takes few values goes
 * down in steps.
 */
public final class UniformityPlot {
  private static final int COLUMNS = 4;
  private static final double CELL_WIDTH = 190;
  private static final double CELL_HEIGHT = 110;
  private static final double PLOT_WIDTH = 165;
  private static final double PLOT_HEIGHT = 70;
  private static final double HEAD = 44;

  /** 1 % point of the statistic of Kolmogorov and Smirnov, times the root of the number. */
  private static final double BAND = 1.63;

  /** Farther lines are cut off. */
  private static final double MOST = 3;

  /** Points of a line. */
  private static final int POINTS = 24;

  private final String title;
  private final Map<String, List<double[]>> tests = new LinkedHashMap<>();

  /**
   * Begins.
   *
   * @param title what it shows, and of how much data
   */
  public UniformityPlot(String title) {
    this.title = title;
  }

  /**
   * Adds a form of a test.
   *
   * @param test its name
   * @param values its P-values, one of each sequence
   */
  public void add(String test, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    tests.computeIfAbsent(test, _ -> new ArrayList<>()).add(sorted);
  }

  /** {@return the picture as an SVG document} */
  public String svg() {
    int rows = (tests.size() + COLUMNS - 1) / COLUMNS;
    double width = COLUMNS * CELL_WIDTH + 20;
    double height = HEAD + rows * CELL_HEIGHT + 10;
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\""
                + " font-family=\"sans-serif\" role=\"img\">\n<title>%s</title>\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
            width,
            height,
            title));
    text(out, 12, 18, 12, "#1a1a1a", title);
    text(
        out,
        12,
        34,
        9,
        "#666666",
        "Each line: share of P-values up to p, less p, times the root of their number; p from 0 to"
            + " 1. Grey: 99 of 100 right forms stay within.");
    int cell = 0;
    for (var test : tests.entrySet()) {
      int row = cell / COLUMNS;
      double x = 12 + cell % COLUMNS * CELL_WIDTH;
      double y = HEAD + row * CELL_HEIGHT;
      cell(out, x, y, test.getKey(), test.getValue());
      cell++;
    }
    return out.append("</svg>\n").toString();
  }

  private static void cell(
      StringBuilder out, double x, double y, String test, List<double[]> forms) {
    text(
        out,
        x,
        y + 12,
        9,
        "#1a1a1a",
        test + (forms.size() == 1 ? "" : " (" + forms.size() + " forms)"));
    double top = y + 18;
    double band = PLOT_HEIGHT * BAND / MOST;
    rect(out, x, top, PLOT_WIDTH, PLOT_HEIGHT, "#f7f7f7");
    rect(out, x, top + (PLOT_HEIGHT - band) / 2, PLOT_WIDTH, band, "#e2e6ea");
    for (double[] values : forms) {
      line(out, x, top + PLOT_HEIGHT / 2, values, forms.size() > 20 ? 0.25 : 0.8);
    }
  }

  private static void line(
      StringBuilder out, double x, double middle, double[] values, double opacity) {
    out.append(
        String.format(
            Locale.ROOT,
            "<polyline fill=\"none\" stroke=\"#1f5fa8\" stroke-opacity=\"%.2f\" points=\"",
            opacity));
    int at = 0;
    for (int i = 0; i <= POINTS; i++) {
      double p = (double) i / POINTS;
      while (at < values.length && values[at] <= p) {
        at++;
      }
      double off = Math.sqrt(values.length) * ((double) at / values.length - p);
      out.append(
          String.format(
              Locale.ROOT,
              "%s%.1f,%.1f",
              i == 0 ? "" : " ",
              x + p * PLOT_WIDTH,
              middle - Math.clamp(off, -MOST, MOST) * PLOT_HEIGHT / 2 / MOST));
    }
    out.append("\"/>\n");
  }

  private static void rect(
      StringBuilder out, double x, double y, double width, double height, String fill) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
            x,
            y,
            width,
            height,
            fill));
  }

  private static void text(
      StringBuilder out, double x, double y, int size, String fill, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"%s\">%s</text>\n",
            x,
            y,
            size,
            fill,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
