package org.astragal.games.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.games.api.Fraction;

/**
 * A plot of wins and their chances, both on logarithmic axes. Wins that lie close together share a
 * bar, which is as high as the sum of their chances; nothing stands at the left. Coordinates have
 * one decimal, so that the same distribution always gives the same bytes.
 */
final class WinPlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 20;
  private static final int TOP = 28;
  private static final int BOTTOM = 44;

  /** Bars of one decade of wins. */
  private static final int BARS = 20;

  /** With more decades than these, only powers of ten have room for a label. */
  private static final int LABELLED_DECADES = 4;

  private final TreeMap<Integer, Fraction> bars = new TreeMap<>();
  private final StringBuilder out = new StringBuilder();
  private final Fraction nothing;
  private final int lowest;
  private final int first;
  private final int last;

  private WinPlot(Distribution wins) {
    nothing = wins.chances().getOrDefault(Fraction.ZERO, Fraction.ZERO);
    // A player of blackjack can lose more than the first stake: losses stand with nothing.
    wins.chances()
        .forEach((win, chance) -> {
          if (win.numerator().signum() > 0) {
            bars.merge((int) Math.floor(log(win) * BARS), chance, Fraction::plus);
          }
        });
    double least = nothing.numerator().signum() > 0 ? log(nothing) : 0;
    for (Fraction chance : bars.values()) {
      least = Math.min(least, log(chance));
    }
    lowest = (int) Math.floor(least - 0.001);
    first = bars.isEmpty() ? 0 : (int) Math.floor(bars.firstKey() / (double) BARS);
    last = bars.isEmpty() ? 1 : (int) Math.floor(bars.lastKey() / (double) BARS) + 1;
  }

  /** {@return the plot; nothing where nothing is ever won} */
  static Optional<String> svg(String title, Distribution wins) {
    var plot = new WinPlot(wins);
    return plot.bars.isEmpty() ? Optional.empty() : Optional.of(plot.draw(title));
  }

  private String draw(String title) {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ");
    out.append(WIDTH + " " + HEIGHT + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\">\n");
    out.append("<title>" + title + "</title>\n");
    text(LEFT, TOP - 12, "start", title + ": chance of each");
    for (int power = lowest; power <= 0; power += Math.max(1, -lowest / 6)) {
      line(LEFT, y(power), WIDTH - RIGHT, y(power), "#ddd");
      text(LEFT - 6, y(power) + 4, "end", power == 0 ? "1" : "1e" + power);
    }
    for (int power = first; power <= last; power++) {
      line(x(power), TOP, x(power), HEIGHT - BOTTOM, "#eee");
      text(
          x(power),
          HEIGHT - BOTTOM + 18,
          "middle",
          power < 0 ? "1e" + power : "1" + "0".repeat(power));
    }
    if (last - first <= LABELLED_DECADES) {
      between();
    }
    text(LEFT + 14, HEIGHT - BOTTOM + 18, "middle", "0");
    text(WIDTH - RIGHT, HEIGHT - 8, "end", "win, in stakes");
    if (nothing.numerator().signum() > 0) {
      bar(LEFT + 8, 12, log(nothing), "#999");
    }
    double step = (x(last) - x(first)) / ((last - first) * (double) BARS);
    bars.forEach((place, chance) ->
        bar(x(place / (double) BARS) - step / 2, Math.max(1, step - 1), log(chance), "#1f5fa8"));
    line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "#333");
    return out + "</svg>";
  }

  /** Two and five times each power of ten. */
  private void between() {
    for (int power = first; power < last; power++) {
      for (int times : new int[] {2, 5}) {
        double x = x(power + StrictMath.log10(times));
        line(x, TOP, x, HEIGHT - BOTTOM, "#eee");
        String label = power < 0 ? times + "e" + power : times + "0".repeat(power);
        text(x, HEIGHT - BOTTOM + 18, "middle", label);
      }
    }
  }

  private double x(double power) {
    int from = LEFT + 40;
    return from + (WIDTH - RIGHT - from) * (power - first) / (last - first);
  }

  private double y(double power) {
    return TOP + (HEIGHT - BOTTOM - TOP) * power / lowest;
  }

  private void bar(double x, double width, double power, String colour) {
    double height = HEIGHT - BOTTOM - y(power);
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
            x,
            y(power),
            width,
            Math.max(height, 0.5),
            colour));
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void text(double x, double y, String anchor, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"12\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            text));
  }

  // StrictMath: the same on every machine.
  private static double log(Fraction number) {
    return StrictMath.log10(
        new BigDecimal(number.numerator())
            .divide(new BigDecimal(number.denominator()), MathContext.DECIMAL64)
            .doubleValue());
  }
}
